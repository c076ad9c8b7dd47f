using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Territories;

/// <summary>The agents of a territory say how it is called and reached. What is left empty is left out of the public pages.</summary>
/// <param name="Territory">Key of a commune, an EPCI or a département.</param>
/// <param name="Phone">In any spelling.</param>
/// <param name="Welcome">Plain text, an empty line between paragraphs.</param>
[AllowedTo(Permission.EditTerritory)]
public sealed record SetTerritoryContact(
    string? Territory, string? Name, string? Phone, string? Email, string? Address, string? Hours, string? HoursEnglish, string? Welcome, string? WelcomeEnglish) : ICommand<OneOf<Done, NotFound>>;

internal sealed class SetTerritoryContactValidator : AbstractValidator<SetTerritoryContact>
{
    public SetTerritoryContactValidator(ITerritories territories)
    {
        RuleFor(c => c.Name).Line(TerritoryContact.MaxName);
        RuleFor(c => c.Phone)
            .MustAsync(async (c, phone, cancellationToken) => TextRules.OrNull(phone) is null || Telephone.TryRead(phone, (await territories.GetAsync(cancellationToken)).SomeCommuneOf(c.Territory), out _))
            .WithMessage("Ce numéro de téléphone n’est pas juste. Il ressemble à : 04 65 71 22 34");
        RuleFor(c => c.Email).Must(e => TextRules.OrNull(e) is null || EmailAddress.TryParse(e, out _)).WithMessage("Cette adresse n’est pas complète. Elle ressemble à : marie.blanc@exemple.fr");
        RuleFor(c => c.Address).Line(TerritoryContact.MaxAddress);
        RuleFor(c => c.Hours).Line(TerritoryContact.MaxHours);
        RuleFor(c => c.HoursEnglish).Line(TerritoryContact.MaxHours);
        RuleFor(c => c.Welcome).Lines(TerritoryContact.MaxWelcome);
        RuleFor(c => c.WelcomeEnglish).Lines(TerritoryContact.MaxWelcome);
    }
}

internal sealed class SetTerritoryContactHandler(
    RepairNetDb db, IMediator mediator, ITerritories territories, TerritoryContacts contacts, AfterCommit afterCommit, ICurrentActor currentActor, IRowLocks locks, IAuditLog log, IClock clock)
    : IRequestHandler<SetTerritoryContact, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(SetTerritoryContact request, CancellationToken cancellationToken)
    {
        var index = await territories.GetAsync(cancellationToken);
        var actor = await currentActor.GetAsync(cancellationToken);
        if (index.Find(request.Territory) is not { } territory || !TerritoryContact.Has(territory) || !index.LookedAfterBy(actor, Permission.EditTerritory, territory))
        {
            return new NotFound();
        }

        // Two agents may say the first words of a territory at the same moment: there is no row to hold yet.
        var key = territory.ToString();
        await locks.HoldNameAsync("contact:" + key, cancellationToken);
        var contact = await db.TerritoryContacts.FindAsync([key], cancellationToken);
        if (contact is null)
        {
            contact = new TerritoryContact(key);
            db.TerritoryContacts.Add(contact);
        }

        contact.Say(
            new TerritoryWords(
                TextRules.OrNull(request.Name),
                Telephone.TryRead(request.Phone, index.SomeCommuneOf(request.Territory), out var e164) ? e164 : null,
                TextRules.OrNull(request.Email),
                TextRules.OrNull(request.Address),
                TextRules.OrNull(request.Hours),
                TextRules.OrNull(request.HoursEnglish),
                TextRules.OrNull(request.Welcome),
                TextRules.OrNull(request.WelcomeEnglish)),
            actor.Account,
            clock.GetCurrentInstant());
        await log.WriteAsync(new AuditNote(AuditAct.TerritoryContactChanged) { Territory = key }, cancellationToken);
        afterCommit.Add(contacts.Forget);
        await mediator.Publish(new TerritoryContactWasSet(territory), cancellationToken);
        return new Done();
    }
}

/// <summary>In which country's and island's plan a territory telephones.</summary>
internal static class TerritoryTelephones
{
    /// <summary>Code of one of its communes; null where the key names nothing.</summary>
    public static string? SomeCommuneOf(this TerritoryIndex index, string? territory) =>
        index.Find(territory) is { } key && index.CommunesOf(key) is [var first, ..] ? first : null;
}
