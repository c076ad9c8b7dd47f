using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Impact;

namespace RepairNet.Application.Impact;

/// <summary>Saved views of the figures go to whoever takes over the territory; under a name they have already, theirs stays.</summary>
internal sealed class ViewMatters(RepairNetDb db, IClock clock) : IOpenMatters
{
    public async Task<IReadOnlyList<OpenMatter>> FindAsync(Leaving leaving, CancellationToken cancellationToken)
    {
        var count = leaving.LeavesAll ? await db.SavedViews.CountAsync(v => v.AccountId == leaving.Account, cancellationToken) : 0;
        return count == 0 ? [] : [new OpenMatter(count, "{0} vue enregistrée passe à qui prend la suite.", "{0} vues enregistrées passent à qui prend la suite.")];
    }

    public async Task HandOverAsync(Leaving leaving, AccountId to, CancellationToken cancellationToken)
    {
        if (!leaving.LeavesAll)
        {
            return;
        }

        var now = clock.GetCurrentInstant();
        var names = (await db.SavedViews.Where(v => v.AccountId == to).Select(v => v.Name).ToListAsync(cancellationToken)).ToHashSet(StringComparer.Ordinal);
        foreach (var view in await db.SavedViews.Where(v => v.AccountId == leaving.Account).ToListAsync(cancellationToken))
        {
            if (names.Count < SavedView.MostOfOne && names.Add(view.Name))
            {
                db.SavedViews.Add(new SavedView(SavedViewId.New(), to, view.Name, view.Query, now));
            }

            db.SavedViews.Remove(view);
        }
    }
}
