using Microsoft.EntityFrameworkCore;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training;

/// <summary>The letters about courses. They tell how things stand when they leave: of several changes, the last is told.</summary>
internal sealed class TrainingLetters(RepairNetDb db, EnrolmentViews views, CourseReader reader, ITrainingLinks links, ITrainingCalendar calendar, TextCatalog catalog, IClock clock) : ILetterWriter
{
    public IReadOnlyCollection<MessageKind> Kinds { get; } = [MessageKind.EnrolmentNews, MessageKind.SessionMoved, MessageKind.SeatGone, MessageKind.EnrolmentReminder, MessageKind.EnrolmentWaits, MessageKind.SessionMessage, MessageKind.EnrolmentFollowUp, MessageKind.EnrolmentLink,
        MessageKind.IntroductionWaits, MessageKind.Introduced, MessageKind.IntroductionAnswered];

    public async Task<Letter?> WriteAsync(MessageKind kind, Guid subjectId, int occurrence, CancellationToken cancellationToken)
    {
        if (kind == MessageKind.EnrolmentWaits)
        {
            return await ToCentreAsync(CourseSessionId.From(subjectId), cancellationToken);
        }

        var id = EnrolmentId.From(subjectId);
        if (kind == MessageKind.IntroductionWaits)
        {
            return await ToOrganisationAsync(id, occurrence, cancellationToken);
        }

        if (await db.Enrolments.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { Contact.Email: { } email } enrolment)
        {
            return null;
        }

        var view = await views.OfAsync(enrolment, cancellationToken);
        var isTrue = kind switch
        {
            MessageKind.EnrolmentNews or MessageKind.SeatGone => occurrence == enrolment.News,
            MessageKind.SessionMoved => MovedLetter.Read(occurrence).News == enrolment.News,
            MessageKind.EnrolmentReminder => enrolment.RemindedAt is not null && enrolment.Status == EnrolmentStatus.Accepted && view.Session.State != SessionState.Cancelled && clock.GetCurrentInstant() < view.Session.Start,
            MessageKind.EnrolmentFollowUp => enrolment.FollowUp is null,
            MessageKind.EnrolmentLink => occurrence == enrolment.SecretGeneration,
            MessageKind.Introduced => occurrence == enrolment.Introductions && enrolment.Introduction == Introduction.Waiting,
            MessageKind.IntroductionAnswered => occurrence == enrolment.Introductions && enrolment.Introduction is Introduction.Welcomed or Introduction.Declined,
            _ => enrolment.Status == EnrolmentStatus.Accepted,
        };
        if (!isTrue)
        {
            return null;
        }

        var t = catalog.In(view.Language == "en" ? Language.English : Language.French);
        var body = new LetterBody(t.Language).Paragraph(Greeting.For(t, view.Contact.Name));
        var subject = kind switch
        {
            MessageKind.SessionMoved => Moved(body, t, view),
            MessageKind.EnrolmentReminder => Reminder(body, t, view),
            MessageKind.EnrolmentFollowUp => FollowUp(body, t, view),
            MessageKind.EnrolmentLink => NewLink(body, t, view),
            MessageKind.Introduced => ToWhom(body, t, view, view.Introduction!),
            MessageKind.IntroductionAnswered => Answered(body, t, view, view.Introduction!),
            MessageKind.SessionMessage => await NoteAsync(body, t, enrolment.SessionId, occurrence, view, cancellationToken),
            _ => News(body, t, view),
        };
        if (subject is null)
        {
            return null;
        }

        if (view.Centre.Phone is { } phone)
        {
            body.Paragraph(t["Une question, un imprévu ? Appelez le {0}.", Display.Phone(phone)]);
        }

        body.SmallPrint(t["Vous recevez ce message parce que cette adresse a été donnée pour cette formation. Il est envoyé automatiquement, sans suivi de lecture."]);
        (string, string, SessionView)[] sessions = [(view.CourseTitle, view.CourseSlug, view.Session)];
        var ics = kind switch
        {
            MessageKind.SeatGone => calendar.Write(t, sessions, isGone: true),
            MessageKind.SessionMoved when view.Status == EnrolmentStatus.Accepted => calendar.Write(t, sessions, meetingsBefore: MovedLetter.Read(occurrence).Meetings),
            MessageKind.EnrolmentNews or MessageKind.EnrolmentReminder when view.Status == EnrolmentStatus.Accepted => calendar.Write(t, sessions),
            _ => null,
        };
        return new Letter(email, view.Contact.Name, Plain(subject), body.Text, body.Html(subject), ics, "formation.ics");
    }

    private string News(LetterBody body, Texts t, EnrolmentView view)
    {
        var link = links.Enrolment(view.Secret, t.Language);
        if (view.Session.State == SessionState.Cancelled)
        {
            body.Heading(t["La session n’a pas lieu"]).Facts(Facts(t, view)).Paragraph(view.Session.CancelReason ?? "").Link(t["Voir les autres dates"], links.Course(view.CourseSlug, t.Language));
            return t["Session annulée : {0}", view.CourseTitle];
        }

        if (view.CertificateNumber is { } number)
        {
            body.Heading(t["Votre attestation est prête"]).Facts(Facts(t, view)).Facts((t["Numéro de l’attestation"], number)).Link(t["Lire et imprimer mon attestation"], links.Certificate(number, t.Language));
            return t["Votre attestation : {0}", view.CourseTitle];
        }

        switch (view.Status)
        {
            case EnrolmentStatus.Accepted:
                body.Heading(t["Votre place est confirmée"]).Facts(Facts(t, view)).Link(t["Voir mon inscription ou y renoncer"], link).Paragraph(t["Ce lien est personnel : ne le transmettez qu’à quelqu’un de confiance."]);
                return t["Votre place est confirmée : {0}", view.CourseTitle];
            case EnrolmentStatus.Asked:
                body.Heading(t["Le centre a une question"]).Facts(Facts(t, view));
                Words(body, view.CentreWords);
                body.Link(t["Répondre"], link);
                return t["Une question sur votre inscription : {0}", view.CourseTitle];
            case EnrolmentStatus.Refused:
                body.Heading(t["Votre demande n’est pas acceptée"]).Facts(Facts(t, view));
                Words(body, view.CentreWords);
                body.Link(t["Voir les autres dates"], links.Course(view.CourseSlug, t.Language));
                return t["Votre demande d’inscription : {0}", view.CourseTitle];
            case EnrolmentStatus.Waiting:
                body.Heading(t["Vous êtes sur la liste d’attente"]).Facts(Facts(t, view)).Paragraph(t["Dès qu’une place se libère, elle est gardée pour vous et nous vous écrivons."]).Link(t["Voir ma demande ou y renoncer"], link);
                return t["Liste d’attente : {0}", view.CourseTitle];
            case EnrolmentStatus.Offered:
                body.Heading(t["Une place s’est libérée"]).Facts(Facts(t, view)).Facts((t["Gardée pour vous jusqu’au"], t.Display.MomentWithYear(view.HeldUntil!.Value.InZone(view.Session.Zone))))
                    .Link(t["Prendre cette place ou y renoncer"], link).Paragraph(t["Sans réponse d’ici là, elle sera proposée à la personne suivante."]);
                return t["Une place est gardée pour vous : {0}", view.CourseTitle];
            case EnrolmentStatus.Withdrawn:
                body.Heading(t["Vous avez renoncé"]).Facts(Facts(t, view)).Paragraph(t["Votre place est laissée à quelqu’un d’autre. Merci de l’avoir dit."]).Link(t["Voir les autres dates"], links.Course(view.CourseSlug, t.Language));
                return t["Vous avez renoncé : {0}", view.CourseTitle];
            case EnrolmentStatus.Expired:
                body.Heading(t["Votre demande est terminée"]).Facts(Facts(t, view)).Paragraph(t["Des places vous ont été proposées sans réponse. Nous les laissons à d’autres."]).Link(t["Voir les autres dates"], links.Course(view.CourseSlug, t.Language));
                return t["Votre demande d’inscription : {0}", view.CourseTitle];
            default:
                body.Heading(t["Votre demande est bien arrivée"]).Facts(Facts(t, view)).Paragraph(t["Le centre vous répond bientôt. Rien n’est encore réservé."]).Link(t["Voir ma demande ou y renoncer"], link);
                return t["Votre demande d’inscription : {0}", view.CourseTitle];
        }
    }

    /// <summary>That the session changed comes before how the request stands.</summary>
    private string Moved(LetterBody body, Texts t, EnrolmentView view)
    {
        body.Paragraph(t["La date, les horaires ou le lieu de la session ont changé. Voici ce qui est prévu maintenant."]);
        News(body, t, view);
        return t["Votre session a changé : {0}", view.CourseTitle];
    }

    private string Reminder(LetterBody body, Texts t, EnrolmentView view)
    {
        body.Heading(t["C’est bientôt"]).Facts(Facts(t, view)).Link(t["Voir mon inscription ou y renoncer"], links.Enrolment(view.Secret, t.Language))
            .Paragraph(t["Vous ne pouvez plus venir ? Dites-le par ce lien : quelqu’un attend peut-être une place."]);
        return t["Rappel : {0}", view.CourseTitle];
    }

    private string FollowUp(LetterBody body, Texts t, EnrolmentView view)
    {
        body.Heading(t["Qu’est-il advenu depuis ?"]).Paragraph(t["Vous avez suivi « {0} » il y a six mois. Une seule question : qu’en faites-vous aujourd’hui ?", view.CourseTitle])
            .Link(t["Répondre en un geste"], links.Enrolment(view.Secret, t.Language)).Paragraph(t["Votre réponse est comptée sans votre nom. Elle aide la commune à savoir ce qui est utile."]);
        return t["Six mois après : {0}", view.CourseTitle];
    }

    private string NewLink(LetterBody body, Texts t, EnrolmentView view)
    {
        body.Heading(t["Votre nouveau lien"]).Paragraph(t["Le centre a changé le lien secret de votre inscription. L’ancien n’ouvre plus rien."]).Facts(Facts(t, view))
            .Link(t["Voir mon inscription"], links.Enrolment(view.Secret, t.Language)).Paragraph(t["Ce lien est personnel : ne le transmettez qu’à quelqu’un de confiance."]);
        return t["Votre nouveau lien : {0}", view.CourseTitle];
    }

    private string ToWhom(LetterBody body, Texts t, EnrolmentView view, IntroductionView to)
    {
        body.Heading(t["Votre présentation à un atelier"]).Paragraph(t["Comme vous l’avez voulu, {0} vous présente à {1}, qui prend des apprentis. L’atelier voit votre nom, vos coordonnées et la formation suivie.", view.Centre.Name, to.Name])
            .Facts(Workshop(t, to)).Facts((t["Formation suivie"], view.CourseTitle))
            .Paragraph(t["Il vous répond bientôt. Vous ne le souhaitez plus ? Dites-le par ce lien : l’atelier cesse aussitôt de voir votre nom et vos coordonnées."])
            .Link(t["Voir mon inscription ou changer d’avis"], links.Enrolment(view.Secret, t.Language));
        return t["Votre présentation à {0}", to.Name];
    }

    private string Answered(LetterBody body, Texts t, EnrolmentView view, IntroductionView by)
    {
        var link = links.Enrolment(view.Secret, t.Language);
        if (by.State == Introduction.Welcomed)
        {
            body.Heading(t["{0} vous accueille", by.Name]).Paragraph(t["Prenez contact pour convenir d’un premier jour."]).Facts(Workshop(t, by)).Facts((t["Formation suivie"], view.CourseTitle)).Link(t["Voir mon inscription"], link);
            return t["{0} vous accueille", by.Name];
        }

        body.Heading(t["Pas cette fois"]).Paragraph(t["{0} ne peut pas vous accueillir cette fois, et ne voit plus votre nom ni vos coordonnées. Votre centre peut vous présenter à un autre atelier.", by.Name])
            .Link(t["Voir mon inscription ou changer d’avis"], link);
        return t["La réponse de {0}", by.Name];
    }

    private static List<(string, string?)> Workshop(Texts t, IntroductionView organisation) =>
        [(t["Atelier"], organisation.Name), (t["Commune"], Typography.French(organisation.CommuneName)), (t["Téléphone"], organisation.Phone is { } phone ? Display.Phone(phone) : null), (t["E-mail"], organisation.Email)];

    /// <summary>Without a name: what a letter said cannot be taken back, and who takes their consent back is to be known no more.</summary>
    private async Task<Letter?> ToOrganisationAsync(EnrolmentId id, int occurrence, CancellationToken cancellationToken)
    {
        var found = await (
            from e in db.Enrolments.AsNoTracking()
            where e.Id == id && e.Introduction == Introduction.Waiting && e.Introductions == occurrence
            join s in db.CourseSessions on e.SessionId equals s.Id
            join c in db.Courses on s.CourseId equals c.Id
            join centre in db.Organisations on s.OrganisationId equals centre.Id
            join to in db.Organisations on e.IntroducedTo equals to.Id
            select new { c.Title, s.EndsOn, Centre = centre.Name, To = to }).SingleOrDefaultAsync(cancellationToken);
        if (found is not { To: { Email: { } email } organisation })
        {
            return null;
        }

        var t = catalog.In(organisation.Language == "en" ? Language.English : Language.French);
        var body = new LetterBody(t.Language).Paragraph(t["Bonjour,"]).Heading(t["Une personne formée souhaite réparer avec vous"])
            .Paragraph(t["Vous avez dit prendre des apprentis. Cette personne accepte de vous être présentée : son nom et ses coordonnées sont sur votre page, tant qu’elle le veut bien."])
            .Facts((t["Formation suivie"], found.Title), (t["Centre"], found.Centre), (t["Fin de la formation"], t.Display.PlainDate(found.EndsOn)))
            .Link(t["Voir qui et répondre"], links.Introductions(organisation.Slug, t.Language))
            .SmallPrint(t["Vous ne prenez plus d’apprentis ? Décochez-le sur la fiche de votre organisation."]);
        var subject = t["Une personne vous est présentée par {0}", found.Centre];
        return new Letter(email, organisation.Name, Plain(subject), body.Text, body.Html(subject));
    }

    private async Task<string?> NoteAsync(LetterBody body, Texts t, CourseSessionId session, int number, EnrolmentView view, CancellationToken cancellationToken)
    {
        if (await db.SessionNotes.AsNoTracking().SingleOrDefaultAsync(n => n.SessionId == session && n.Number == number, cancellationToken) is not { } note)
        {
            return null;
        }

        body.Heading(note.Subject).Paragraph(t["{0} vous écrit au sujet de « {1} » :", view.Centre.Name, view.CourseTitle]);
        Words(body, note.Text);
        body.Facts(Facts(t, view)).Link(t["Voir mon inscription ou y renoncer"], links.Enrolment(view.Secret, t.Language));
        return $"{view.CourseTitle} : {note.Subject}";
    }

    private async Task<Letter?> ToCentreAsync(CourseSessionId id, CancellationToken cancellationToken)
    {
        var session = (await reader.SessionsAsync(db.CourseSessions.Where(s => s.Id == id), inside: true, 1, cancellationToken)).SingleOrDefault();
        if (session is not { ToAnswer: > 0 })
        {
            return null;
        }

        var course = await db.Courses.AsNoTracking().SingleAsync(c => c.Id == session.CourseId, cancellationToken);
        var centre = await db.Organisations.AsNoTracking().SingleAsync(o => o.Id == course.OrganisationId, cancellationToken);
        if (centre.Email is not { } email)
        {
            return null;
        }

        var t = catalog.In(centre.Language == "en" ? Language.English : Language.French);
        var body = new LetterBody(t.Language).Paragraph(t["Bonjour,"]).Heading(t["Des demandes d’inscription vous attendent"])
            .Facts((t["Intitulé"], course.Title), (t["Quand"], TrainingWords.Days(t, session)), (t["Demandes à lire"], t.Display.Number(session.ToAnswer)), (t["Places libres"], t.Display.Number(session.Left)))
            .Link(t["Répondre aux demandes"], links.SessionDesk(id.ToString(), t.Language)).SmallPrint(t["Un message par jour et par session au plus."]);
        var subject = t["Demandes d’inscription : {0}", course.Title];
        return new Letter(email, centre.Name, Plain(subject), body.Text, body.Html(subject));
    }

    private static void Words(LetterBody body, string? words)
    {
        foreach (var paragraph in (words ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            body.Paragraph(paragraph);
        }
    }

    private static List<(string, string?)> Facts(Texts t, EnrolmentView view) =>
    [
        (t["Intitulé"], view.CourseTitle),
        (t["Quand"], TrainingWords.Days(t, view.Session)),
        .. view.Session.Meetings.Count <= 6 ? view.Session.Meetings.Select((m, i) => (i == 0 ? t["Horaires"] : " ", (string?)TrainingWords.Meeting(t, m, view.Session.Today))) : [],
        (t["Lieu"], TrainingWords.Where(t, view.Session)),
        (t["Centre"], view.Centre.Name),
    ];

    private static string Plain(string subject) => subject.Replace(Typography.NoBreak, ' ').Replace(Typography.NarrowNoBreak, ' ');
}
