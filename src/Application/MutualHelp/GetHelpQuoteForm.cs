using MediatR;
using Microsoft.EntityFrameworkCore;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.MutualHelp;

namespace RepairNet.Application.MutualHelp;

/// <summary>What a workshop needs to answer someone who seeks help with a quote and a slot: the post, and the services it takes that object for.</summary>
/// <param name="Organisation">Last part of its address; null for the first one works for.</param>
[AllowedTo(Permission.AnswerHelpAsWorkshop)]
public sealed record GetHelpQuoteForm(HelpPostId Post, string? Organisation) : IQuery<OneOf<HelpQuoteForm, HelpOver, NotFound>>;

/// <param name="Organisations">Those one works for, to choose from.</param>
/// <param name="Services">Services that the public books at its places and that take this object, by place.</param>
public sealed record HelpQuoteForm(HelpPostView Post, string OrganisationSlug, string OrganisationName, IReadOnlyList<(string Slug, string Name)> Organisations, IReadOnlyList<HelpQuoteService> Services);

/// <param name="Place">Where it is.</param>
public sealed record HelpQuoteService(ServiceId Id, string Name, string Place);

internal sealed class GetHelpQuoteFormHandler(RepairNetDb db, HelpReader reader, ICurrentActor currentActor) : IRequestHandler<GetHelpQuoteForm, OneOf<HelpQuoteForm, HelpOver, NotFound>>
{
    private const int MostServices = 30;

    public async Task<OneOf<HelpQuoteForm, HelpOver, NotFound>> Handle(GetHelpQuoteForm request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var (isOperator, asked) = (actor.IsOperator, request.Organisation);
        OrganisationId[] own = [.. actor.OrganisationsWith(Permission.AnswerHelpAsWorkshop)];
        var organisations = await db.Organisations.AsNoTracking().Where(o => (own.Contains(o.Id) || (isOperator && o.Slug == asked)) && o.Status == OrganisationStatus.Approved).OrderBy(o => o.Name).ThenBy(o => o.Slug).Select(o => new { o.Id, o.Slug, o.Name }).ToListAsync(cancellationToken);
        if ((string.IsNullOrEmpty(request.Organisation) ? organisations.FirstOrDefault() : organisations.Find(o => o.Slug == request.Organisation)) is not { } organisation
            || await db.HelpPosts.AsNoTracking().SingleOrDefaultAsync(p => p.Id == request.Post && p.PublishedAt != null && p.Kind == HelpKind.Request, cancellationToken) is not { } post)
        {
            return new NotFound();
        }

        var view = await reader.ViewAsync(post, cancellationToken);
        if (view.State != HelpPostState.Shown)
        {
            return new HelpOver();
        }

        var services = await (
            from s in db.Services.AsNoTracking()
            join p in db.Places.AsNoTracking() on s.PlaceId equals p.Id
            where s.OrganisationId == organisation.Id && s.PublicBooking
            orderby p.Name, s.Name, s.Id
            select new { Service = s, Place = p.Name }).Take(MostServices).ToListAsync(cancellationToken);
        return new HelpQuoteForm(
            view, organisation.Slug, organisation.Name, [.. organisations.Select(o => (o.Slug, o.Name))],
            [.. services.Where(s => s.Service.Categories.Count == 0 || s.Service.Categories.Any(c => c.Category == post.CategoryCode)).Select(s => new HelpQuoteService(s.Service.Id, s.Service.Name, s.Place))]);
    }
}
