using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Pages.Bookings;

/// <summary>The day on paper, for when the network is down: who comes, and room to write what became of the objects.</summary>
[AllowedTo(Permission.ReadAgenda)]
public sealed class DaySheetModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    /// <summary>Rows that fit one page of paper.</summary>
    public const int RowsOnAPage = 18;

    private const int LeastBlank = 2;

    public BenchDay Day { get; private set; } = null!;

    public IReadOnlyList<AgendaLine> Lines { get; private set; } = [];

    public ZonedDateTime Now => Day.Now.InZone(Day.Zone);

    /// <summary>Empty rows for those who just come by: they fill the page; on a full one, none.</summary>
    public int BlankRows
    {
        get
        {
            var left = (RowsOnAPage - (Lines.Sum(line => 1 + line.MoreItems.Count) % RowsOnAPage)) % RowsOnAPage;
            return Lines.Count == 0 ? RowsOnAPage / 2 : Lines.Count > RowsOnAPage ? left : Math.Min(left, LeastBlank * 2);
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!TryDay(out var day))
        {
            return NotFound();
        }

        var (place, answer) = await ChooseAsync(cancellationToken);
        if (answer is not null)
        {
            return answer;
        }

        if (!(await Mediator.Send(new GetBenchDay(place, day), cancellationToken)).TryPickT0(out var found, out _))
        {
            return NotFound();
        }

        Day = found;
        Lines = [.. Day.Benches.SelectMany(b => b.Entries).Select(e => e.Booking).OfType<AgendaLine>().OrderBy(l => l.Start).ThenBy(l => l.Bench)];
        return Page();
    }
}
