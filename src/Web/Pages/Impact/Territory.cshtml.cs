using MediatR;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Equipment;

namespace RepairNet.Web.Pages.Impact;

/// <summary>What repairs saved in a territory, for everybody.</summary>
[AllowedTo(Permission.ReadInPublic)]
public sealed class TerritoryModel(IMediator mediator, EquipmentCatalogue equipment, TextCatalog catalog, Texts texts) : TerritoryPage(mediator, equipment, catalog, texts)
{
    /// <summary>What reuse workshops weighed in the same years; null where they weighed nothing.</summary>
    public ReuseFigures? Reuse { get; private set; }

    /// <summary>What people declared by mutual help in the same years; null where they declared nothing.</summary>
    public HelpFigures? Help { get; private set; }

    protected override async Task FillAsync(CancellationToken cancellationToken)
    {
        var balance = View.Balance;
        LocalDate? from = balance.IsAllYears ? null : new LocalDate(balance.Year, 1, 1);
        LocalDate? to = balance.IsAllYears ? null : new LocalDate(balance.Year, 12, 31);
        var reuse = (await Mediator.Send(new GetReuseFigures(balance.Territory.ToString(), from, to), cancellationToken)).Match(figures => (ReuseFigures?)figures, _ => null);
        Reuse = reuse is { IsSomething: true } ? reuse : null;
        var help = (await Mediator.Send(new GetHelpFigures(balance.Territory.ToString(), from, to), cancellationToken)).Match(figures => figures, _ => HelpFigures.None);
        Help = help.Total > 0 ? help : null;
    }
}
