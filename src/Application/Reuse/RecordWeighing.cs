using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>Writes down what a reuse workshop weighs, in or out. What leaves is taken from the stock in the same transaction.</summary>
/// <param name="Place">Where; null for the workshop's first place.</param>
/// <param name="OnceId">Makes a repeated request find the first one's weighing: of the form that was shown, or of the request's key.</param>
[AllowedTo(Permission.WeighReuse)]
public sealed record RecordWeighing(OrganisationId Organisation, PlaceId? Place, WeighingFields Fields, WeighingId? OnceId = null)
    : ICommand<OneOf<WeighingRecorded, NotInStock, NotAReuseWorkshop, WeighingIdReused, NotFound>>;

/// <param name="NetGrams">What it weighs, without containers.</param>
public sealed record WeighingRecorded(WeighingId Id, long NetGrams);

/// <summary>More would leave than is there: it was not weighed when it came, or under another category.</summary>
/// <param name="CategoryCode">Null for what nobody recognised.</param>
/// <param name="AskedGrams">What would leave.</param>
/// <param name="HeldGrams">What is there.</param>
public sealed record NotInStock(string? CategoryCode, long AskedGrams, long HeldGrams) : IRefusal;

/// <summary>The organisation is no reuse workshop: it says so of itself first.</summary>
public sealed record NotAReuseWorkshop : IRefusal;

/// <summary>The identifier that makes it happen once came back with other words.</summary>
public sealed record WeighingIdReused : IRefusal;

internal sealed class RecordWeighingHandler(
    RepairNetDb db, IStocks stocks, ITerritories territories, IRowLocks locks, ICountedFigures figures, ICurrentActor currentActor, EquipmentCatalogue catalogue, IClock clock, IDateTimeZoneProvider zones)
    : IRequestHandler<RecordWeighing, OneOf<WeighingRecorded, NotInStock, NotAReuseWorkshop, WeighingIdReused, NotFound>>
{
    public async Task<OneOf<WeighingRecorded, NotInStock, NotAReuseWorkshop, WeighingIdReused, NotFound>> Handle(RecordWeighing request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        if (!actor.Acts(Permission.WeighReuse, request.Organisation)
            || await db.Organisations.Where(o => o.Id == request.Organisation).Select(o => (OrganisationKinds?)o.Kinds).SingleOrDefaultAsync(cancellationToken) is not { } kinds)
        {
            return new NotFound();
        }

        if (!kinds.HasFlag(OrganisationKinds.ReuseWorkshop))
        {
            return new NotAReuseWorkshop();
        }

        var place = await db.Places.Where(p => p.OrganisationId == request.Organisation && (request.Place == null || p.Id == request.Place))
            .OrderBy(p => p.Name).ThenBy(p => p.Id).Select(p => new { p.Id, p.CommuneCode, p.TimeZone }).FirstOrDefaultAsync(cancellationToken);
        if (place is null)
        {
            throw new InvalidRequestException("placeId", "Dites où vous pesez : un des lieux de la ressourcerie.");
        }

        var now = clock.GetCurrentInstant();
        var (terms, lines) = WeighingRules.Read(request.Fields, catalogue, await territories.GetAsync(cancellationToken), now.InZone(zones[place.TimeZone]).Date);
        var id = request.OnceId ?? WeighingId.New();
        var where = new WeighedAt(request.Organisation, place.Id, place.CommuneCode, now, actor.Account);
        var day = await figures.DayAsync(place.CommuneCode, terms.Date, cancellationToken);
        var weighing = On(day);
        if (request.OnceId is not null)
        {
            await locks.HoldNameAsync("weighing:" + id, cancellationToken);
            if (await db.Weighings.AsNoTracking().Include(w => w.Lines).SingleOrDefaultAsync(w => w.Id == id, cancellationToken) is { } first)
            {
                return first.OrganisationId != request.Organisation ? new NotFound()
                    : On(terms.Date).SaysTheSameAs(first) || On(first.Date).SaysTheSameAs(first) ? new WeighingRecorded(first.Id, first.NetGrams)
                    : new WeighingIdReused();
            }
        }

        if (await stocks.ChangeAsync(request.Organisation, weighing.Changes, cancellationToken) is { } missing)
        {
            return new NotInStock(missing.CategoryCode, -missing.Grams, await db.HeldAsync(request.Organisation, missing.CategoryCode, cancellationToken));
        }

        db.Weighings.Add(weighing);
        return new WeighingRecorded(id, weighing.NetGrams);

        // What is late for a closed period counts today, and its note says when it was weighed.
        Weighing On(LocalDate counted)
        {
            var said = counted == terms.Date ? terms : terms with { Date = counted, Note = LateNote(terms) };
            return request.Fields.Direction == WeighingDirection.In ? Weighing.In(id, where, said, lines) : Weighing.Out(id, where, said, lines);
        }
    }

    private static string LateNote(WeighingTerms terms) =>
        FileImport.Cut($"Pesé le {Display.In(Language.French).PlainDate(terms.Date)}, dans une période close. {terms.Note}".Trim(), Weighing.MaxNote);
}

internal static class StockReading
{
    /// <summary>What a workshop holds of a category, in grams.</summary>
    public static Task<long> HeldAsync(this RepairNetDb db, OrganisationId organisation, string? category, CancellationToken cancellationToken)
    {
        var code = category ?? StockLine.Unknown;
        return db.Stocks.Where(s => s.OrganisationId == organisation && s.CategoryCode == code).Select(s => s.Grams).SingleOrDefaultAsync(cancellationToken);
    }
}
