using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Publishing;

namespace RepairNet.Application.Publishing;

/// <summary>Writes the text of a page anew, as a version of its own. An empty one goes back to the text of the program.</summary>
/// <param name="Territory">Key of the territory; null or empty for the instance.</param>
/// <param name="Language"><c>fr</c> or <c>en</c>.</param>
[AllowedTo(Permission.EditTerritory)]
public sealed record SaveSiteText(SitePage Page, string? Territory, string Language, string? Body) : ICommand<OneOf<Done, NotFound>>;

/// <summary>The text of a page has changed: pages kept ready are made again.</summary>
public sealed record PageTextWritten : INotification;

internal sealed class SaveSiteTextValidator : AbstractValidator<SaveSiteText>
{
    public SaveSiteTextValidator()
    {
        RuleFor(r => r.Body).WritableLines();
        RuleFor(r => r.Body).Must(body => (body?.Trim().Length ?? 0) <= SiteText.MaxBody).WithMessage("C’est trop long : 20 000 signes au plus.");
    }
}

internal sealed class SaveSiteTextHandler(RepairNetDb db, SiteTexts texts, ICurrentActor currentActor, IAuditLog log, IMediator mediator, IClock clock) : IRequestHandler<SaveSiteText, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(SaveSiteText request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (request.Language is not ("fr" or "en") || !Enum.IsDefined(request.Page) || await texts.OwnerAsync(request.Territory, actor, cancellationToken) is not { } owner)
        {
            return new NotFound();
        }

        var body = request.Body?.Trim().ReplaceLineEndings("\n") ?? "";
        if ((await texts.LatestAsync(request.Page, owner, request.Language, cancellationToken))?.Body is { } before ? before == body : body.Length == 0)
        {
            return new Done();
        }

        var text = new SiteText(SiteTextId.New(), request.Page, owner, request.Language, body, actor.Account, clock.GetCurrentInstant());
        db.SiteTexts.Add(text);
        await log.WriteAsync(new AuditNote(AuditAct.PageTextChanged) { Territory = owner.Length == 0 ? null : owner, AboutId = text.Id.Value, Words = $"{request.Page} {request.Language}" }, cancellationToken);
        await mediator.Publish(new PageTextWritten(), cancellationToken);
        return new Done();
    }
}
