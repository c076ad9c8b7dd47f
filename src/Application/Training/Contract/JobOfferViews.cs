using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training.Contract;

/// <summary>An offer, whole: in a list, on its page, in a file.</summary>
/// <param name="Job">Its job; null once its code has left our short list.</param>
/// <param name="Zone">Of the commune where it is.</param>
/// <param name="Today">There.</param>
/// <param name="Postcode">Null where the commune has several, or none.</param>
/// <param name="Kilometres">As the crow flies, from where one looks to its commune; null where nobody asked.</param>
public sealed record JobOfferView(
    JobOfferId Id,
    string Slug,
    JobOfferTerms Terms,
    Job? Job,
    JobOfferState State,
    Instant CreatedAt,
    Instant ChangedAt,
    Instant? PublishedAt,
    Instant? CurrentUntil,
    Instant? FilledAt,
    Instant Now,
    DateTimeZone Zone,
    LocalDate Today,
    string CommuneName,
    string? Postcode,
    EmployerView Employer,
    double? Kilometres = null)
{
    /// <summary>Whether the public sees it.</summary>
    public bool IsPublic => State == JobOfferState.Current && Employer.IsApproved;

    /// <summary>Days of its time that are left, the one begun included; 0 once it is over.</summary>
    public int DaysLeft => State == JobOfferState.Current ? (int)Math.Ceiling((CurrentUntil!.Value - Now).TotalDays) : 0;

    /// <summary>Last day on which it is shown, at least in part; null before it is published.</summary>
    public LocalDate? CurrentThrough => CurrentUntil is { } until ? (until - Duration.Epsilon).InZone(Zone).Date : null;

    /// <summary>Day of its first publication; null before.</summary>
    public LocalDate? PublishedOn => PublishedAt?.InZone(Zone).Date;
}

/// <summary>Who offers it.</summary>
/// <param name="IsApproved">Whether the public sees its offers.</param>
public sealed record EmployerView(OrganisationId Id, string Name, string Slug, string? Website, bool IsApproved);
