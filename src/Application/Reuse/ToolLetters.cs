using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.Reuse;

/// <summary>The letters to whoever borrows a tool: what they have, that it is due soon, that it is late. Brought back meanwhile, nothing is told.</summary>
internal sealed class ToolLetters(RepairNetDb db, IReuseLinks links, TextCatalog catalog, IClock clock, IDateTimeZoneProvider zones) : ILetterWriter
{
    public IReadOnlyCollection<MessageKind> Kinds { get; } = [MessageKind.ToolLent, MessageKind.ToolDueSoon, MessageKind.ToolOverdue];

    public async Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken)
    {
        var id = ToolLoanId.From(subjectId);
        if (await db.ToolLoans.AsNoTracking().SingleOrDefaultAsync(l => l.Id == id && l.ReturnedAt == null && l.ErasedAt == null, cancellationToken) is not { Contact.Email: { } email } loan)
        {
            return null;
        }

        var tool = await db.Tools.AsNoTracking().SingleAsync(t => t.Id == loan.ToolId, cancellationToken);
        var lender = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == loan.OrganisationId, cancellationToken);
        var place = await db.Places.AsNoTracking().Where(p => p.Id == loan.PlaceId).Select(p => new { p.Slug, p.Address, p.TimeZone }).SingleAsync(cancellationToken);
        var late = loan.IsLate(clock.GetCurrentInstant().InZone(zones[place.TimeZone]).Date);

        // A reminder that comes to be sent once the day is over, or a letter about a delay once there is more time, would be untrue.
        if (late != (kind == MessageKind.ToolOverdue) && kind != MessageKind.ToolLent)
        {
            return null;
        }

        var t = catalog.In(loan.Language == "en" ? Language.English : Language.French);
        var (subject, heading, words) = kind switch
        {
            MessageKind.ToolLent => (t["Outil emprunté : {0}", tool.Name], t["Vous avez emprunté un outil"], t["Rapportez-le propre et entier. S’il casse, dites-le : on répare, on ne gronde pas."]),
            MessageKind.ToolDueSoon => (t["À rapporter bientôt : {0}", tool.Name], t["Un outil est à rapporter"], t["Quelqu’un d’autre l’attend peut-être. Il vous faut plus de temps ? Appelez avant ce jour."]),
            _ => (t["En retard : {0}", tool.Name], t["Un outil n’est pas revenu"], t["Rapportez-le dès que vous pouvez. Si quelque chose vous en empêche, appelez."]),
        };
        var body = new LetterBody(t.Language).Paragraph(Greeting.For(t, loan.Contact.Name)).Heading(heading)
            .Facts(
                (t["Outil"], tool.Number is { } number ? $"{tool.Name} ({number})" : tool.Name), (t["À savoir"], tool.Note), (t["À rapporter au plus tard"], t.Display.DayWithYear(loan.DueOn)),
                (t["Caution"], tool.DepositCents > 0 ? t.Display.Cents(tool.DepositCents) : null), (t["Où"], lender.Name + ", " + place.Address))
            .Paragraph(words)
            .Link(t["Horaires et accès"], links.Place(place.Slug, t.Language));
        if (lender.Phone is { } phone)
        {
            body.Paragraph(t["Une question, un imprévu ? Appelez le {0}.", Display.Phone(phone)]);
        }

        body.SmallPrint(t["Vous recevez ce message parce que cette adresse a été donnée pour emprunter cet outil. Il est envoyé automatiquement, sans suivi de lecture."]);
        return new Letter(email, loan.Contact.Name, subject.Replace(Typography.NoBreak, ' ').Replace(Typography.NarrowNoBreak, ' '), body.Text, body.Html(subject));
    }
}
