using System.Diagnostics.CodeAnalysis;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>
/// A manager gives the address of a calendar kept elsewhere: its busy times shut the place from now on. It is read at once, and
/// nothing is kept of one that cannot be read. Appointments already given inside stay, and are for the workshop to call about.
/// </summary>
/// <param name="Address">http, https or webcal.</param>
/// <param name="Name">How the workshop calls it; blank = the name of its site.</param>
[AllowedTo(Permission.ManageOrganisation)]
public sealed record AddImportedCalendar(PlaceId Place, string? Address, string? Name) : IBriefCommand<OneOf<CalendarImported, NotFound>>;

/// <summary>The calendar is known, and its busy times are closures.</summary>
public sealed record CalendarImported(ImportedCalendarId Id, int Closures);

internal sealed class AddImportedCalendarValidator : AbstractValidator<AddImportedCalendar>
{
    public AddImportedCalendarValidator()
    {
        RuleFor(c => c.Address).Given("Donnez l’adresse du calendrier. Elle ressemble à : https://exemple.fr/calendrier.ics");
        RuleFor(c => c.Address).Must(address => string.IsNullOrWhiteSpace(address) || TryAddress(address, out _))
            .WithMessage("Cette adresse ne se lit pas. Elle ressemble à : https://exemple.fr/calendrier.ics");
        RuleFor(c => c.Name).Line(ImportedCalendar.MaxName);
    }

    /// <summary>An address of the web, without credentials or fragment; webcal is how calendar programs write https.</summary>
    public static bool TryAddress(string? text, [NotNullWhen(true)] out Uri? address)
    {
        address = null;
        var trimmed = text?.Trim() ?? "";
        foreach (var webcal in new[] { "webcal://", "webcals://" })
        {
            trimmed = trimmed.StartsWith(webcal, StringComparison.OrdinalIgnoreCase) ? "https://" + trimmed[webcal.Length..] : trimmed;
        }

        if (trimmed.Length is 0 or > ImportedCalendar.MaxAddress
            || trimmed.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            || !Uri.TryCreate(trimmed, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            || uri.UserInfo.Length > 0
            || HostNames.Of(uri) is not { Length: > 0 }
            || uri.AbsoluteUri.Length > ImportedCalendar.MaxAddress)
        {
            return false;
        }

        address = uri.Fragment.Length == 0 ? uri : new Uri(uri.GetLeftPart(UriPartial.Query));
        return true;
    }
}

internal sealed class AddImportedCalendarHandler(RepairNetDb db, CalendarImports imports, IWriteTransactions transactions, IRowLocks locks, ICurrentActor currentActor, IClock clock)
    : IRequestHandler<AddImportedCalendar, OneOf<CalendarImported, NotFound>>
{
    public async Task<OneOf<CalendarImported, NotFound>> Handle(AddImportedCalendar request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var place = await db.Places.AsNoTracking().Where(p => p.Id == request.Place).Select(p => new { p.Id, p.OrganisationId, p.TimeZone }).SingleOrDefaultAsync(cancellationToken);
        if (place is null || !actor.Acts(Permission.ManageOrganisation, place.OrganisationId))
        {
            return new NotFound();
        }

        AddImportedCalendarValidator.TryAddress(request.Address, out var address);
        await CheckRoomAsync(place.Id, address!, cancellationToken);
        var outcome = await imports.ReadAsync(address!, place.TimeZone, cancellationToken);
        if (!outcome.TryPickT0(out var read, out var trouble))
        {
            throw new InvalidRequestException("address", CalendarTroubles.Message(trouble));
        }

        return await transactions.RunUnlessRefusedAsync<OneOf<CalendarImported, NotFound>>(
            async () =>
            {
                if (!await locks.HoldAgendaAsync(place.Id, cancellationToken))
                {
                    return new NotFound();
                }

                await CheckRoomAsync(place.Id, address!, cancellationToken);
                var calendar = ImportedCalendar.Create(place.Id, TextRules.OrNull(request.Name) ?? Shortened(address!.IdnHost), address!, clock.GetCurrentInstant(), read.ETag, read.ContentHash, read.Doubts);
                db.ImportedCalendars.Add(calendar);
                await imports.ReplaceClosuresAsync(calendar, read.Busy, cancellationToken);
                return new CalendarImported(calendar.Id, read.Busy.Count);
            },
            cancellationToken);
    }

    private async Task CheckRoomAsync(PlaceId place, Uri address, CancellationToken cancellationToken)
    {
        var known = await db.ImportedCalendars.AsNoTracking().Where(c => c.PlaceId == place).Select(c => c.Address).ToListAsync(cancellationToken);
        if (known.Contains(address.AbsoluteUri))
        {
            throw new InvalidRequestException("address", "Ce calendrier ferme déjà ce lieu.");
        }

        if (known.Count >= ImportedCalendar.MostOfAPlace)
        {
            throw new InvalidRequestException("address", "Un lieu suit 5 calendriers au plus. Retirez-en un d’abord.");
        }
    }

    private static string Shortened(string host) => host.Length <= ImportedCalendar.MaxName ? host : host[..ImportedCalendar.MaxName];
}
