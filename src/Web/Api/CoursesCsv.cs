using System.Globalization;
using System.Runtime.CompilerServices;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Imports;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Api;

/// <summary>Courses as a table: a row for each session to come, one for a course without any. Nobody's name, no e-mail address, no telephone number.</summary>
internal static class CoursesCsv
{
    private const string Header =
        "course_id,kind,trade,title,summary,level,mode,minutes,price_eur,cpf,certification,qualiopi,rome,formacodes,language,centre_id,centre,centre_commune_code,centre_commune,"
        + "session_id,state,start,end,place,address,commune_code,commune,seats,seats_left,waiting,enrol_from,enrol_until,url";

    public static async IAsyncEnumerable<string> Lines(IAsyncEnumerable<CourseView> courses, SiteLinks links, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return Header;
        await foreach (var course in courses.WithCancellation(cancellationToken))
        {
            var c = CourseJson.From(course, links);
            foreach (var s in c.Sessions.Cast<CourseSessionJson?>().DefaultIfEmpty())
            {
                yield return string.Join(',', new[]
                {
                    c.Id, c.Kind, c.Trade, c.Title, c.Summary, c.Level, c.Mode, Text(c.Minutes), c.Price?.ToString(CultureInfo.InvariantCulture), c.Cpf ? "true" : "false", c.Certification?.Code, c.Qualiopi ? "true" : "false",
                    string.Join(' ', c.Rome), string.Join(' ', c.Formacodes), c.Language, c.Centre.Id, c.Centre.Name, c.Centre.CommuneCode, c.Centre.CommuneName,
                    s?.Id, s?.State, s?.Start, s?.End, s?.PlaceName, s?.Address, s?.CommuneCode, s?.CommuneName, Text(s?.Seats), Text(s?.Left), Text(s?.Waiting), s?.EnrolFrom, s?.EnrolUntil, c.Url,
                }.Select(cell => OrdsCsv.Cell(cell ?? "")));
            }
        }
    }

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
}
