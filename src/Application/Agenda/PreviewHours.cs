using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>A change of hours not made yet: one of the three.</summary>
public sealed record HoursDraft(SetOpenings? Week = null, SetDay? Day = null, AddClosure? Closure = null);

/// <summary>What a change of hours would do: the coming weeks, and the appointments already given that would no longer fit. Changes nothing.</summary>
[AllowedTo(Permission.KeepAgenda)]
public sealed record PreviewHours(PlaceId PlaceId, HoursDraft Draft) : IQuery<OneOf<HoursPreview, NotFound>>
{
    /// <summary>Weeks shown, from that of the first day that changes.</summary>
    public const int Weeks = 5;
}

/// <param name="Days">Days of the weeks shown that open before or after, in order.</param>
/// <param name="Displaced">Appointments that fit now and would not any more.</param>
public sealed record HoursPreview(IReadOnlyList<DayPreview> Days, IReadOnlyList<Appointment> Displaced)
{
    public bool ChangesNothing => Days.All(d => !d.Changes) && Displaced.Count == 0;
}

/// <summary>A day before and after. Closures are cut out.</summary>
/// <param name="Holiday">The public holiday that keeps it shut afterwards, in French, or null.</param>
public sealed record DayPreview(LocalDate Date, IReadOnlyList<DayOpening> Before, IReadOnlyList<DayOpening> After, string? Holiday, bool Changes);

internal sealed class PreviewHoursHandler(
    RepairNetDb db,
    ICurrentActor currentActor,
    IAgendas agendas,
    IAppointments appointments,
    RequestValidators validators,
    IClock clock) : IRequestHandler<PreviewHours, OneOf<HoursPreview, NotFound>>
{
    /// <summary>Nothing is booked further ahead.</summary>
    private const int HorizonDays = 400;

    public async Task<OneOf<HoursPreview, NotFound>> Handle(PreviewHours request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.PlaceId, cancellationToken) is null)
        {
            return new NotFound();
        }

        var draft = request.Draft;
        await CheckAsync(draft.Week, cancellationToken);
        await CheckAsync(draft.Day, cancellationToken);
        await CheckAsync(draft.Closure, cancellationToken);

        var now = clock.GetCurrentInstant();
        var today = now.InUtc().Date.PlusDays(-1);
        var before = (await agendas.HoursAsync([request.PlaceId], today, today.PlusDays(HorizonDays), cancellationToken))[request.PlaceId];
        var after = Changed(before, request.PlaceId, draft);
        today = now.InZone(before.Zone).Date;
        var displaced = (await appointments.ToComeAsync(request.PlaceId, now, cancellationToken))
            .Where(a => before.IsOpen(new TimeRange(a.Start, a.End), a.Bench) && !after.IsOpen(new TimeRange(a.Start, a.End), a.Bench))
            .ToList();
        return new HoursPreview(Days(before, after, today), displaced);
    }

    private async Task CheckAsync<T>(T? command, CancellationToken cancellationToken)
        where T : class
    {
        if (command is not null)
        {
            await validators.CheckAsync(command, cancellationToken);
        }
    }

    private static PlaceHours Changed(PlaceHours hours, PlaceId place, HoursDraft draft)
    {
        hours = draft.Week is null ? hours : hours.WithRules(draft.Week.Openings.Select(o => OpeningRule.Create(place, o)));
        hours = draft.Day is null ? hours : hours.With(DayOverride.Create(place, draft.Day.Date, draft.Day.Openings));
        return draft.Closure is null ? hours : hours.With(Closure.Create(place, new TimeRange(draft.Closure.From, draft.Closure.To), draft.Closure.Reason));
    }

    private static List<DayPreview> Days(PlaceHours before, PlaceHours after, LocalDate today)
    {
        var first = Enumerable.Range(0, HorizonDays).Select(today.PlusDays).Cast<LocalDate?>().FirstOrDefault(d => Differs(before, after, d!.Value)) ?? today;
        var monday = LocalDate.Max(today, first.PlusDays(1 - (int)first.DayOfWeek));
        var last = first.PlusDays(7 - (int)first.DayOfWeek).PlusWeeks(PreviewHours.Weeks - 1);
        var days = new List<DayPreview>();
        for (var date = monday; date <= last; date = date.PlusDays(1))
        {
            var (then, now) = (before.OpenHoursOn(date), after.OpenHoursOn(date));
            if (then.Count + now.Count > 0 || after.HolidayOn(date) is not null)
            {
                days.Add(new DayPreview(date, then, now, after.HolidayOn(date), Differs(before, after, date)));
            }
        }

        return days;
    }

    private static bool Differs(PlaceHours before, PlaceHours after, LocalDate date) => !before.OpenHoursOn(date).SequenceEqual(after.OpenHoursOn(date));
}
