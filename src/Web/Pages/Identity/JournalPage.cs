using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Domain.Identity;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;
using RepairNet.Web.Shell.Tags;

namespace RepairNet.Web.Pages.Identity;

/// <summary>The log of who did what: a topic, a period, pages of it, and a file.</summary>
public abstract class JournalPage(IMediator mediator, Texts texts) : FormPage
{
    [BindProperty(SupportsGet = true, Name = "sujet")]
    public string? Topic { get; set; }

    [BindProperty(SupportsGet = true, Name = "du")]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "au")]
    public string? To { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int? PageNumber { get; set; }

    public AuditPage List { get; private set; } = new([], false);

    public int Current => Math.Max(PageNumber ?? 1, 1);

    /// <summary>Where the page before leads, and what that is called.</summary>
    public abstract (string Href, string Text) Up { get; }

    /// <summary>Whose log this is, in a sentence.</summary>
    public abstract string Lead { get; }

    /// <summary>Address of this page, without a query.</summary>
    public abstract string Here { get; }

    /// <summary>What must stay in the address besides the filter: name and value of a field; null for nothing.</summary>
    public virtual (string Name, string Value)? Kept => null;

    protected IMediator Mediator { get; } = mediator;

    protected Texts Texts { get; } = texts;

    public IEnumerable<Choice> Topics =>
        [new("", Texts["Tout"]), .. Enum.GetValues<AuditTopic>().Select(topic => new Choice(ApiText.Kebab(topic), AuditWords.Topic(Texts, topic)))];

    /// <summary>Address of another page of the same lines.</summary>
    public string At(int page) =>
        $"{Request.PathBase}{Here}?p={page}" + string.Concat(new[] { Kept is { } kept ? (kept.Name, kept.Value) : ("", ""), ("sujet", Topic), ("du", From), ("au", To) }
            .Where(field => !string.IsNullOrEmpty(field.Item2)).Select(field => $"&{field.Item1}={Uri.EscapeDataString(field.Item2!)}"));

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await RefuseAsync(cancellationToken) is { } refused)
        {
            return refused;
        }

        var filter = Read();
        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        return (await Mediator.Send(new ReadAuditLog(filter, Current), cancellationToken)).Match<IActionResult>(
            list =>
            {
                List = list;
                return Page();
            },
            _ => NotFound());
    }

    /// <summary>« Télécharger »: a button, since taking the log away is itself written in it.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (await RefuseAsync(cancellationToken) is { } refused)
        {
            return refused;
        }

        var filter = Read();
        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        return (await Mediator.Send(new ExportAuditLog(filter), cancellationToken)).Match<IActionResult>(
            list => File(Encoding.UTF8.GetBytes(Write(list)), "text/csv; charset=utf-8", "journal.csv"),
            _ => NotFound());
    }

    /// <summary>The answer to whoever may not read it; null for the rest.</summary>
    protected virtual Task<IActionResult?> RefuseAsync(CancellationToken cancellationToken) => Task.FromResult<IActionResult?>(null);

    /// <summary>Whose lines.</summary>
    protected abstract AuditFilter Scope { get; }

    private AuditFilter Read()
    {
        var topic = Array.Find(Enum.GetValues<AuditTopic>(), t => ApiText.Kebab(t) == Topic);
        return Scope with
        {
            Topic = ApiText.Kebab(topic) == Topic ? topic : null,
            From = Day("du", From),
            To = Day("au", To),
        };
    }

    private LocalDate? Day(string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (TypedDay.TryRead(text, out var date))
        {
            return date;
        }

        ModelState.AddModelError(field, Texts.Key("Donnez un jour, comme 01/03/2027."));
        return null;
    }

    private string Write(AuditPage list)
    {
        var paris = DateTimeZoneProviders.Tzdb["Europe/Paris"];
        var csv = new StringBuilder("at,act,who,token,about,what,organisation,territory,network\r\n");
        foreach (var line in list.Lines)
        {
            csv.AppendJoin(',', new[]
            {
                NodaTime.Text.OffsetDateTimePattern.ExtendedIso.Format(line.At.InZone(paris).ToOffsetDateTime()), ApiText.Kebab(line.Act), line.Who ?? "",
                line.TokenMadeAt is { } made ? NodaTime.Text.LocalDatePattern.Iso.Format(made.InZone(paris).Date) : "",
                line.About ?? "", line.Words is null ? "" : Texts[line.Words], line.Organisation ?? "", line.Territory ?? "", line.Network ?? "",
            }.Select(Impact.FigureWords.Csv)).Append("\r\n");
        }

        return csv.ToString();
    }
}
