using System.Globalization;
using System.Runtime.CompilerServices;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Imports;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Api;

/// <summary>Offers as a table, one to a row. Nobody's name, no e-mail address, no telephone number: one answers by the page.</summary>
internal static class JobOffersCsv
{
    private const string Header =
        "offer_id,kind,trade,rome,rome_label,title,tasks,profile,diploma,weekly_minutes,length,length_unit,starts_on,pay,language,organisation_id,organisation,address,commune_code,commune,published_at,current_until,url";

    public static async IAsyncEnumerable<string> Lines(IAsyncEnumerable<JobOfferView> offers, SiteLinks links, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return Header;
        await foreach (var offer in offers.WithCancellation(cancellationToken))
        {
            var o = JobOfferJson.From(offer, links);
            yield return string.Join(',', new[]
            {
                o.Id, o.Kind, o.Trade, o.Rome, o.RomeLabel, o.Title, o.Tasks, o.Profile, o.Diploma, Text(o.WeeklyMinutes), Text(o.Length), o.LengthUnit, o.StartsOn, o.Pay, o.Language, o.Organisation.Id, o.Organisation.Name, o.Address,
                o.CommuneCode, o.CommuneName, o.PublishedAt, o.CurrentUntil, o.Url,
            }.Select(cell => OrdsCsv.Cell(cell ?? "")));
        }
    }

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
