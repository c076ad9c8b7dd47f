using MediatR;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Training;

/// <summary>
/// The centre replaces someone's link, for who lost it or shared it too widely: the one before is dead at once, with the pages that were open; the new one
/// leaves by mail.
/// </summary>
[AllowedTo(Permission.KeepCourses)]
public sealed record RenewEnrolmentLink(EnrolmentId Id) : ICommand<OneOf<EnrolmentLinkRenewed, TooManyLinks, NotFound>>;

/// <summary>The link was replaced.</summary>
/// <param name="Enrolment">With its new secret.</param>
public sealed record EnrolmentLinkRenewed(EnrolmentView Enrolment)
{
    /// <summary>The new link leaves by mail; without an address, only this answer has it.</summary>
    public bool IsMailed => Enrolment.Contact.Email is not null;
}

internal sealed class RenewEnrolmentLinkHandler(EnrolmentLinks links, SessionSeats seats, EnrolmentViews views, EnrolmentSecrets secrets, LinkLetters letters, ICurrentActor currentActor)
    : IRequestHandler<RenewEnrolmentLink, OneOf<EnrolmentLinkRenewed, TooManyLinks, NotFound>>
{
    public async Task<OneOf<EnrolmentLinkRenewed, TooManyLinks, NotFound>> Handle(RenewEnrolmentLink request, CancellationToken cancellationToken)
    {
        if (await seats.HoldAsync(links.Answering.Where(e => e.Id == request.Id), cancellationToken) is not { } held
            || !(await currentActor.GetAsync(cancellationToken)).Acts(Permission.KeepCourses, held.Session.OrganisationId))
        {
            return new NotFound();
        }

        var enrolment = held.Enrolment;
        if (!await letters.TryRenewAsync(MessageKind.EnrolmentLink, enrolment.Id.Value, enrolment.Contact.Email is not null, Renew, cancellationToken))
        {
            return new TooManyLinks();
        }

        return new EnrolmentLinkRenewed(await views.OfAsync(enrolment, cancellationToken));

        int Renew()
        {
            enrolment.RenewLink(BookingSecrets.Hash(secrets.SecretOf(enrolment.Id, enrolment.SecretGeneration + 1)));
            return enrolment.SecretGeneration;
        }
    }
}
