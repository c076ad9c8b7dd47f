using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Impact;

namespace RepairNet.Application.Impact;

/// <summary>Keeps a choice of figures under a name, for whoever asks alone. The same name again keeps the new choice.</summary>
/// <param name="Name">As typed.</param>
/// <param name="Choice">What was chosen.</param>
[AllowedTo(Permission.ReadTerritoryFigures)]
public sealed record SaveView(string? Name, DashboardChoice Choice) : ICommand<OneOf<Done, NotFound, TooManyViews>>;

/// <summary>The account already keeps <see cref="SavedView.MostOfOne"/> views.</summary>
public sealed record TooManyViews : IRefusal;

internal sealed class SaveViewValidator : AbstractValidator<SaveView>
{
    public SaveViewValidator()
    {
        RuleFor(r => r.Name).Given("Donnez un nom à cette vue. Exemple : Premier trimestre, vélos");
        RuleFor(r => r.Name).Line(SavedView.MaxName);
    }
}

internal sealed class SaveViewHandler(RepairNetDb db, DashboardFilters filters, ICurrentActor currentActor, IRowLocks locks, IClock clock) : IRequestHandler<SaveView, OneOf<Done, NotFound, TooManyViews>>
{
    public async Task<OneOf<Done, NotFound, TooManyViews>> Handle(SaveView request, CancellationToken cancellationToken)
    {
        // Only what can be shown is kept, as it was understood: what was not looked at may be anything, of any length.
        if ((await currentActor.GetAsync(cancellationToken)).Account is not { } owner || await filters.ReadAsync(request.Choice, cancellationToken) is not { } filter)
        {
            return new NotFound();
        }

        await locks.HoldNameAsync($"views:{owner}", cancellationToken);
        var name = request.Name!.Trim();
        var choice = request.Choice with
        {
            Territory = filter.Territory.ToString(),
            Commune = filter.Commune,
            Organisation = filter.Organisation?.ToString(),
            Category = filter.Category,
            Place = filter.Place?.ToString(),
        };
        var query = (choice.ComparesDates ? choice : choice with { CompareFrom = null, CompareTo = null }).Query();
        var own = await db.SavedViews.Where(v => v.AccountId == owner).ToListAsync(cancellationToken);
        if (own.Find(v => string.Equals(v.Name, name, StringComparison.Ordinal)) is { } known)
        {
            known.Change(query, clock.GetCurrentInstant());
        }
        else if (own.Count >= SavedView.MostOfOne)
        {
            return new TooManyViews();
        }
        else
        {
            db.SavedViews.Add(new SavedView(SavedViewId.New(), owner, name, query, clock.GetCurrentInstant()));
        }

        return new Done();
    }
}
