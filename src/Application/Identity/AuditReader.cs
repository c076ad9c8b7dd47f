using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Identity;

/// <summary>Which part of the log someone reads.</summary>
/// <param name="Organisation">What concerns this organisation, for those who manage it; null for the rest.</param>
/// <param name="Everything">All of it, for the operator; false for what concerns the territories of an agent.</param>
/// <param name="From">First local day of Paris.</param>
/// <param name="To">Last local day of Paris.</param>
public sealed record AuditFilter(OrganisationId? Organisation = null, bool Everything = false, AuditTopic? Topic = null, LocalDate? From = null, LocalDate? To = null);

/// <summary>A line of the log as it is read.</summary>
/// <param name="Who">Address of who did it; null for the program, for a stranger and for an account that is gone.</param>
/// <param name="WhoIsGone">It was an account that is no more.</param>
/// <param name="TokenMadeAt">When the token by which they did it was made; null on pages.</param>
/// <param name="About">Address of the account it is about, where that is not who did it.</param>
/// <param name="Words">What it is about, or the key of a text.</param>
public sealed record AuditLine(
    Instant At, AuditAct Act, string? Who, bool WhoIsGone, Instant? TokenMadeAt, string? About, string? Words, string? Organisation, string? Territory, string? Network);

/// <summary>Finds the part of the log that is open to whoever asks, and puts names on it.</summary>
internal sealed class AuditReader(RepairNetDb db, IAccounts accounts, IOrganisationRegister register, ITerritories territories, ICurrentActor currentActor, IDateTimeZoneProvider zones)
{
    private static readonly IReadOnlyList<AuditAct> SignIns = AuditTopics.ActsOf(AuditTopic.SignIns);

    /// <summary>The lines, latest first; null when they are not theirs to read.</summary>
    public async Task<IQueryable<AuditEntry>?> FindAsync(AuditFilter filter, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var entries = db.AuditEntries.AsNoTracking();
        if (filter.Organisation is { } organisation)
        {
            if (!actor.Acts(Permission.ReadJournal, organisation) || !await register.ExistsAsync(organisation, cancellationToken))
            {
                return null;
            }

            // Sign-ins are of no organisation: those of its members are shown.
            entries = entries.Where(e => e.OrganisationId == organisation
                || (SignIns.Contains(e.Act) && db.OrganisationMemberships.Any(m => m.OrganisationId == organisation && m.AccountId == e.AboutAccount)));
        }
        else if (!actor.IsOperator)
        {
            var own = actor.TerritoriesWith(Permission.ReadJournal).ToHashSet();
            if (filter.Everything || own.Count == 0)
            {
                throw new NotAllowedException(actor.IsSignedIn);
            }

            var index = await territories.GetAsync(cancellationToken);
            var (communes, keys) = Below(index, own);
            entries = entries.Where(e => communes.Contains(e.CommuneCode!) || keys.Contains(e.Territory!)
                || (SignIns.Contains(e.Act) && db.TerritoryMemberships.Any(m => m.AccountId == e.AboutAccount && keys.Contains(m.Territory))));
        }

        if (filter.Topic is { } topic)
        {
            var acts = AuditTopics.ActsOf(topic);
            entries = entries.Where(e => acts.Contains(e.Act));
        }

        var paris = zones["Europe/Paris"];
        if (filter.From is { } from)
        {
            var start = paris.AtStartOfDay(from).ToInstant();
            entries = entries.Where(e => e.At >= start);
        }

        // The last day that can be written has none after it, and nothing lies beyond it.
        if (filter.To is { } to && to < LocalDate.MaxIsoValue)
        {
            var end = paris.AtStartOfDay(to.PlusDays(1)).ToInstant();
            entries = entries.Where(e => e.At < end);
        }

        return entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Id);
    }

    /// <summary>The same lines with names in place of ids.</summary>
    public async Task<IReadOnlyList<AuditLine>> NameAsync(IReadOnlyCollection<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var people = await accounts.EmailsAsync([.. entries.SelectMany(e => new[] { e.AccountId, e.AboutAccount }).OfType<AccountId>().Distinct()], cancellationToken);
        var names = await register.NamesAsync([.. entries.Select(e => e.OrganisationId).OfType<OrganisationId>().Distinct()], cancellationToken);
        var tokenIds = entries.Select(e => e.TokenId).OfType<ApiTokenId>().Distinct().ToList();
        var tokens = await db.ApiTokens.AsNoTracking().Where(t => tokenIds.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.CreatedAt, cancellationToken);
        var index = await territories.GetAsync(cancellationToken);
        return
        [
            .. entries.Select(e => new AuditLine(
                e.At,
                e.Act,
                e.AccountId is { } who ? people.GetValueOrDefault(who) : null,
                e.AccountId is { } id && !people.ContainsKey(id),
                e.TokenId is { } token && tokens.TryGetValue(token, out var made) ? made : null,
                e.AboutAccount is { } about && about != e.AccountId ? people.GetValueOrDefault(about) : null,
                e.Words,
                e.OrganisationId is { } organisation ? names.GetValueOrDefault(organisation) : null,
                Name(index, e),
                e.Network)),
        ];
    }

    private static string? Name(TerritoryIndex index, AuditEntry entry)
    {
        var key = entry.Territory ?? (entry.OrganisationId is null && entry.CommuneCode is { } code ? "commune:" + code : null);
        return TerritoryKey.TryParse(key, out var territory) ? index.NameOf(territory) ?? key : null;
    }

    /// <summary>The communes of some territories, by any code, and the keys of every territory that lies within one of them.</summary>
    private static (List<string> Communes, List<string> Keys) Below(TerritoryIndex index, IReadOnlySet<TerritoryKey> own)
    {
        var communes = own.SelectMany(index.CodesOf).Distinct().ToList();
        var within = index.Epcis.Select(e => TerritoryKey.Epci(e.Code)).Concat(index.Departements.Select(d => TerritoryKey.Departement(d.Code)))
            .Where(key => own.Any(o => o.Level >= key.Level && index.Holds(o, key)));
        return (communes, [.. own.Concat(within).Select(key => key.ToString()).Concat(communes.Select(code => "commune:" + code)).Distinct()]);
    }
}
