using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp;

/// <summary>Someone offers or seeks help, without an account. Nobody sees it before the link sent to their address is followed.</summary>
/// <param name="Kind">As <see cref="HelpNames"/> says it.</param>
/// <param name="Category">Code of an equipment category.</param>
/// <param name="Commune">INSEE code.</param>
/// <param name="FirstName">Shown; the address never is.</param>
/// <param name="Days">How long it is shown, one of <see cref="HelpPost.Lengths"/>.</param>
/// <param name="Language">Of the letters: <c>fr</c> or <c>en</c>.</param>
/// <param name="Id">Made with the form it comes from, so that a form sent twice posts once (see <see cref="FormKeys"/>); null to have one made.</param>
[AllowedTo(Permission.UseMutualHelp)]
public sealed record PostHelp(string? Kind, string? Category, string? Commune, string? FirstName, string? Email, string? Text, int? Days, string Language, HelpPostId? Id = null) : ICommand<OneOf<HelpPosted, PostedEnough>>;

/// <summary>It waits for the link of its letter.</summary>
public sealed record HelpPosted(HelpPostId Id);

/// <summary>Several posts came from this address within a day.</summary>
public sealed record PostedEnough : IRefusal;

internal sealed class PostHelpValidator : AbstractValidator<PostHelp>
{
    public PostHelpValidator(EquipmentCatalogue equipment, ITerritories territories)
    {
        RuleFor(p => p.Kind).Must(kind => HelpNames.Kind(kind) is not null).WithMessage("Dites si vous pouvez aider ou si vous cherchez de l’aide.");
        RuleFor(p => p.Category).Must(code => equipment.FindCategory(code) is not null).WithMessage("Choisissez un objet dans la liste.");
        RuleFor(p => p.Commune).MustAsync(async (code, cancellationToken) => (await territories.GetAsync(cancellationToken)).Commune(code) is not null).WithMessage("Donnez la commune : son nom ou son code postal. Exemple : 38130");
        RuleFor(p => p.FirstName).FirstName();
        RuleFor(p => p.Email).Must(email => EmailAddress.TryParse(email, out _)).WithMessage("Cette adresse e-mail semble incomplète. Elle ressemble à : marie.blanc@exemple.fr");
        RuleFor(p => p.Text).Given("Dites en quelques mots ce que vous proposez ou ce que vous cherchez.").Lines(1000);
        RuleFor(p => p.Text).Kind().ForAll();
        RuleFor(p => p.Days).Must(days => days is { } chosen && HelpPost.Lengths.Contains(chosen)).WithMessage("Choisissez combien de temps l’annonce est montrée.");
    }
}

internal sealed class PostHelpHandler(RepairNetDb db, HelpSecrets secrets, EquipmentCatalogue equipment, ITerritories territories, IRowLocks locks, IOutbox outbox, IClock clock) : IRequestHandler<PostHelp, OneOf<HelpPosted, PostedEnough>>
{
    public async Task<OneOf<HelpPosted, PostedEnough>> Handle(PostHelp request, CancellationToken cancellationToken)
    {
        var (now, email) = (clock.GetCurrentInstant(), EmailAddress.From(request.Email!.Trim()));
        var key = email.Value.ToLowerInvariant();
        await locks.HoldNameAsync("help-contact:" + key, cancellationToken);
        var id = request.Id?.Answered(request.Kind, request.Category, request.Commune, request.FirstName, email.Value, request.Text, request.Days?.ToString(CultureInfo.InvariantCulture)) ?? HelpPostId.New();
        if (await db.HelpPosts.AnyAsync(p => p.Id == id, cancellationToken))
        {
            return new HelpPosted(id);
        }

        var day = now - Duration.FromDays(1);
        if (await db.HelpPosts.CountAsync(p => p.ContactKey == key && p.CreatedAt > day, cancellationToken) >= HelpPost.MostADay)
        {
            return new PostedEnough();
        }

        var category = equipment.Category(request.Category!);
        var commune = (await territories.GetAsync(cancellationToken)).Commune(request.Commune)!;
        var terms = new HelpTerms(
            HelpNames.Kind(request.Kind)!.Value, category.Code, commune.Code, request.FirstName!, request.Text!, request.Days!.Value, $"{category.NameFr} {category.NameEn}", request.Language == "en" ? "en" : "fr");
        db.HelpPosts.Add(new HelpPost(id, BookingSecrets.Hash(secrets.SecretOf(id)), terms, email, now));
        outbox.Add(MessageKind.HelpToConfirm, id.Value, occurrence: 0);
        return new HelpPosted(id);
    }
}
