using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Directory;

/// <summary>The letters about the file of an organisation: a question or a decision to those who keep it, what waits to the agents.</summary>
internal sealed class FileLetters(
    RepairNetDb db, IAccounts accounts, ITerritories territories, AccreditationDesk desk, FileJournal journal, IDirectoryPages pages, TextCatalog catalog) : ILetterWriter
{
    /// <summary>Names in the letter to an agent; the page has them all.</summary>
    private const int MostNames = 12;

    public IReadOnlyCollection<MessageKind> Kinds { get; } = [MessageKind.FileNews, MessageKind.FilesWaiting];

    public Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken) => kind == MessageKind.FilesWaiting
        ? WaitingAsync(AccountId.From(subjectId), cancellationToken)
        : NewsAsync(FileEntryId.From(subjectId), occurrence, cancellationToken);

    /// <param name="number">Which manager it is for, in the order of their coming.</param>
    private async Task<Letter?> NewsAsync(FileEntryId id, int number, CancellationToken cancellationToken)
    {
        var entry = await db.FileEntries.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
        if (entry is null || await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Id == entry.OrganisationId, cancellationToken) is not { } organisation)
        {
            return null;
        }

        var managers = await journal.ManagersOf(organisation.Id).ToListAsync(cancellationToken);
        var to = number < managers.Count ? (await accounts.FindAsync(managers[number], cancellationToken))?.Email
            : managers.Count == 0 && number == 0 ? organisation.Email
            : null;
        if (to is null)
        {
            return null;
        }

        var language = organisation.Language == "en" ? Language.English : Language.French;
        var t = catalog.In(language);
        var who = Typography.French((await territories.GetAsync(cancellationToken)).NameOf(TerritoryKey.From(entry.Territory)) ?? entry.Territory);
        var subject = entry.Kind switch
        {
            FileEntryKind.Question => t["Une question avant l’agrément : {0}", organisation.Name],
            FileEntryKind.Approved => t["Votre organisation est agréée : {0}", organisation.Name],
            FileEntryKind.Suspended => t["Votre organisation est suspendue : {0}", organisation.Name],
            FileEntryKind.Refused => t["L’agrément est refusé : {0}", organisation.Name],
            _ => throw new InvalidOperationException("The organisation is not told of its own answers."),
        };
        var body = new LetterBody(language)
            .Paragraph(t["Bonjour,"])
            .Paragraph(entry.Kind switch
            {
                FileEntryKind.Question => t["{0} lit votre fiche et vous demande :", who],
                FileEntryKind.Approved => t["Décision prise par {0} : agréée. Là où cet accord ouvre les réservations, les habitants trouvent vos lieux et y réservent dès maintenant.", who],
                FileEntryKind.Suspended => t["Décision prise par {0} : suspendue. Les rendez-vous pris restent ; pour en prendre d’autres, il faudra son accord.", who],
                _ => t["Décision prise par {0} : refusée. Votre fiche reste à vous ; vous pouvez la compléter et demander un nouvel examen.", who],
            });
        if (entry.Text is { } words)
        {
            foreach (var paragraph in words.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                body.Paragraph(paragraph);
            }
        }

        body.Link(entry.Kind == FileEntryKind.Question ? t["Répondre sur la fiche"] : t["Ouvrir la fiche"], pages.OwnOrganisation(organisation.Slug, language))
            .SmallPrint(t["Vous recevez ce message parce que vous tenez la fiche de cette organisation."]);
        return new Letter(to, null, subject, body.Text, body.Html(subject));
    }

    /// <summary>What waits for an agent as the letter leaves; nothing when all is decided meanwhile.</summary>
    private async Task<Letter?> WaitingAsync(AccountId account, CancellationToken cancellationToken)
    {
        if (await accounts.OpenSessionAsync(account, cancellationToken) is not { } session)
        {
            return null;
        }

        var index = await territories.GetAsync(cancellationToken);
        var withAgents = await desk.WithAgentsAsync(cancellationToken);
        var rows = await AccreditationDesk.Waiting(db.Organisations.AsNoTracking()).Select(o => new { o.Name, o.CommuneCode, o.TurnSince, o.CreatedAt }).ToListAsync(cancellationToken);
        var waiting = rows
            .Where(o => index.Commune(o.CommuneCode) is { } commune && (AccreditationDesk.ResponsibleFor(commune, withAgents) is { } key ? session.Actor.May(Permission.DecideAccreditation, key) : session.Actor.IsOperator))
            .OrderBy(o => o.TurnSince ?? o.CreatedAt)
            .Select(o => $"{o.Name} ({Typography.French(index.Commune(o.CommuneCode)!.Name)})")
            .ToList();
        if (waiting.Count == 0)
        {
            return null;
        }

        var t = catalog.French;
        var subject = t.Plural(waiting.Count, "Une organisation attend votre décision", "{0} organisations attendent votre décision");
        var body = new LetterBody(Language.French).Paragraph(t["Bonjour,"]).Paragraph(t["À lire, la plus ancienne d’abord :"]);
        foreach (var name in waiting.Take(MostNames))
        {
            body.Paragraph(name);
        }

        if (waiting.Count > MostNames)
        {
            body.Paragraph(t.Plural(waiting.Count - MostNames, "Et une autre.", "Et {0} autres."));
        }

        body.Link(t["Lire les fiches et décider"], pages.WaitingFiles)
            .SmallPrint(t["Au plus un message par jour, seulement quand quelque chose de nouveau attend."]);
        return new Letter(session.Email, session.DisplayName, subject, body.Text, body.Html(subject));
    }
}
