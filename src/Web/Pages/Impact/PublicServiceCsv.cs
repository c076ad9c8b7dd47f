using System.Text;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Impact;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Impact;
using RepairNet.Domain.Territories;

namespace RepairNet.Web.Pages.Impact;

/// <summary>
/// The report in the schema « Impact d’un service public numérique » (etalab, v0.5.0, shipped in data/schemas): what the program counted
/// or worked out itself, and the targets of the territory. Always in French, as its schema is.
/// </summary>
internal static class PublicServiceCsv
{
    private const string Header = "administration_rattachement,nom_service_public_numerique,indicateur,valeur,unite_mesure,est_cible,type_indicateur,frequence_monitoring,date,est_periode,date_debut,est_automatise,source_collecte,denom_insee,code_insee,dataviz_wish,commentaires";

    /// <param name="report">The report, with French names.</param>
    /// <param name="service">Name of the service.</param>
    /// <param name="t">French.</param>
    public static byte[] Write(AnnualReport report, string service, Texts t)
    {
        var csv = new StringBuilder(Header).Append("\r\n");
        var (level, code) = Insee(report.Territory);
        Year(report.Year, report.Figures, report.Activity, report.PerInhabitant);
        Year(report.Year - 1, report.Previous, report.PreviousActivity, report.PreviousPerInhabitant);
        foreach (var aim in report.Objectives)
        {
            var (name, unit) = aim.Measure switch
            {
                ObjectiveMeasure.RepairedItems => ("Nombre d’objets réparés", "unité"),
                ObjectiveMeasure.EWasteKg => ("Déchets électriques évités", "kg"),
                ObjectiveMeasure.EWasteKgPerInhabitant => ("Déchets électriques évités par habitant", "kg par habitant"),
            };
            Line(name, aim.Target, unit, report.Year, true, "impact", new LocalDate(report.Year, 12, 31), "Objectif fixé par le territoire.");
        }

        return Encoding.UTF8.GetBytes(csv.ToString());

        void Year(int year, ImpactFigures figures, ReportActivity activity, Func<decimal, decimal?> perInhabitant)
        {
            var until = LocalDate.Min(new LocalDate(year, 12, 31), report.EstablishedOn);
            Line("Nombre de rendez-vous tenus", activity.Appointments, "unité", year, false, "usage", until, "");
            Line("Nombre de séances de repair-café tenues", activity.Sessions, "unité", year, false, "usage", until, "");
            Line("Nombre d’objets apportés", figures.Repairs.Total, "unité", year, false, "usage", until, "");
            Line("Nombre d’objets réparés", figures.Repairs.Fixed, "unité", year, false, "impact", until, "Un objet qui revient dans les 90 jours compte une fois.");
            Line("Déchets électriques évités", figures.EWasteDiverted.Kg.Central, "kg", year, false, "impact", until, Between(figures.EWasteDiverted.Kg));
            if (perInhabitant(figures.EWasteDiverted.Kg.Central) is { } each)
            {
                Line("Déchets électriques évités par habitant", each, "kg par habitant", year, false, "impact", until, "");
            }

            Line("Gaz à effet de serre évités", figures.Co2e.Kg.Central, "kg CO2e", year, false, "impact", until, Between(figures.Co2e.Kg));
        }

        void Line(string name, decimal value, string unit, int year, bool target, string kind, LocalDate date, string comment) =>
            csv.AppendJoin(',',
                FigureWords.Csv(report.TerritoryName), FigureWords.Csv(service), FigureWords.Csv(name), FigureWords.Csv(value), unit, target ? "true" : "false", kind, "annuelle",
                FigureWords.Iso(date), "true", FigureWords.Iso(new LocalDate(year, 1, 1)), target ? "false" : "true", target ? "saisie par un agent" : "registre des réparations tenu par les ateliers",
                level, code, "barchart", FigureWords.Csv(comment)).Append("\r\n");

        string Between(Estimate kg) => kg.Low == kg.High ? "" : t["Estimation : entre {0} et {1}.", t.Display.Number(Math.Floor(kg.Low), 0), t.Display.Number(Math.Ceiling(kg.High), 0)];
    }

    /// <summary>Level and code as Insee names them; nothing for a group of communes and for a country, which the schema does not know.</summary>
    private static (string Level, string Code) Insee(TerritoryKey territory)
    {
        var overseas = territory.Code is ['9', '7', '5' or '7' or '8', ..] or ['9', '8', ..];
        return territory.Level switch
        {
            TerritoryLevel.Commune => (overseas ? "COM_COMER" : "COM", territory.Code),
            TerritoryLevel.Departement => (overseas ? "COMER" : "DEP", territory.Code),
            TerritoryLevel.Region => (overseas ? "COMER" : "REG", territory.Code),
            _ => ("", ""),
        };
    }
}
