using System.Text;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Training;
using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;
using RepairNet.Web.Hosting;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Api;

/// <summary>Courses, their sessions, and seats in them.</summary>
internal static class CoursesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/courses", FindAsync).WithTags("Courses").AllowedTo(Permission.FindCourses).WithName("findCourses")
            .WithSummary("Published courses of approved centres, those with a session soonest first.")
            .WithDescription("`trade`: `repair`, `reuse`, `repairable-design`, `old-buildings`. `level`: `beginner`, `intermediate`, `advanced`. `funding`: `free`, `cpf`. Around `commune`, with `radiusKm`; courses at a distance are kept. `from`: with a session on that day or later.")
            .Produces<CoursesJson>().ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/courses.lheo.xml", LheoAsync).WithTags("Courses").AllowedTo(Permission.FindCourses).WithName("coursesLheo")
            .WithSummary("Published courses of a territory (`territory`) or of one centre (`centre`, its id), as LHÉO 2.3.").Produces<string>(200, "application/xml").ProducesProblem(404);
        api.MapGet("/courses.csv", CsvAsync).WithTags("Courses").AllowedTo(Permission.FindCourses).WithName("coursesCsv")
            .WithSummary("Published courses as a table, one row for each session to come, one for a course without any; everywhere without territory. Licence Ouverte 2.0. A cell that a spreadsheet would take for a formula begins with an apostrophe, which is not part of its value.")
            .Produces<string>(200, "text/csv").ProducesProblem(404);
        api.MapGet("/courses.ics", CalendarAsync).WithTags("Courses").AllowedTo(Permission.FindCourses).WithName("coursesCalendar")
            .WithSummary("The sessions to come of a territory as a calendar to follow, one event for each meeting; 500 sessions at most, the soonest.")
            .Produces<string>(200, "text/calendar").ProducesProblem(404).ProducesProblem(422);
        api.MapGet("/courses/{id}", GetAsync).WithTags("Courses").AllowedTo(Permission.FindCourses).WithName("course")
            .WithSummary("A course with its sessions to come. Also by the last part of its page's address.").Produces<CourseJson>().ProducesProblem(404);
        api.MapPost("/organisations/{id}/courses", AddAsync).SentAs(("takesCpf", "cpf")).WithTags("Courses").AllowedTo(Permission.KeepCourses).WithName("addCourse")
            .WithSummary("Writes a course down. It is a draft unless `status` says `published`.").Produces<CourseJson>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapPost("/courses/{id}/sessions", PlanAsync).SentAs(("place", "placeId")).WithTags("Courses").AllowedTo(Permission.KeepCourses).WithName("planCourseSession")
            .WithSummary("Plans a session of a course.").WithDescription("`meetings`: local days and hours, `{date, from, to}`. `answers`: `at-once` gives a free seat to who asks, `centre` (without it) lets the centre answer.")
            .Produces<CourseSessionJson>(201).ProducesProblem(404).ProducesProblem(422);
        api.MapPost("/sessions/{id}/enrolments", EnrolAsync).SentAs(SentNames.OfContact).WithTags("Courses").RequireRateLimiting(Limits.Bookings).AllowedTo(Permission.FindCourses).WithName("enrol")
            .WithSummary("Asks for a seat, without an account. Where none is free one stands in line.")
            .WithDescription("`status` tells: `accepted`, `requested` (the centre answers), `waiting`.").Produces<EnrolmentJson>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/enrolments/{secret}", EnrolmentAsync).WithTags("Courses").AllowedTo(Permission.FindCourses).WithName("enrolment")
            .WithSummary("How a request for a seat stands, for whoever holds its link.").Produces<EnrolmentJson>().ProducesProblem(404);
        api.MapPost("/enrolments/{secret}/take", (string secret, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) => ActAsync(secret, EnrolmentAct.Take, mediator, links, cancellationToken))
            .WithTags("Courses").AllowedTo(Permission.FindCourses).WithName("takeSeat").WithSummary("Takes the seat held.").Produces<EnrolmentJson>().ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/enrolments/{secret}/withdraw", (string secret, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) => ActAsync(secret, EnrolmentAct.Withdraw, mediator, links, cancellationToken))
            .WithTags("Courses").AllowedTo(Permission.FindCourses).WithName("withdrawEnrolment").WithSummary("Gives up the request, the seat or the place in line. Twice is once.").Produces<EnrolmentJson>().ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/enrolments/{id}/decision", DecideAsync).WithTags("Courses").AllowedTo(Permission.KeepCourses).WithName("decideEnrolment")
            .WithSummary("The centre answers a request: `{decision: accept|ask|refuse|wait, words?}`.").Produces(204).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    internal sealed record CourseBody(
        string? Kind, string? Trade, string? Title, string? Summary, string? Level, string? Mode, int? Minutes, decimal? Price, string? PriceNote, string? Audience, string? Prerequisites, string?[]? Objectives, string? Content,
        string? Results, string? Rhythm, string? Access, string? CertificationCode, string? CertifiedUntil, bool? Qualiopi, bool? Cpf, string?[]? Rome, string?[]? Formacodes, string? Language, string? Status);

    internal sealed record MeetingBody(string? Date, string? From, string? To);

    internal sealed record CourseSessionBody(string? PlaceId, MeetingBody?[]? Meetings, int? Seats, int? Minimum, string? EnrolFrom, string? EnrolUntil, string? Entry, string? Answers);

    internal sealed record EnrolmentBody(ContactBody? Contact, string? Reason, bool? AgreesToIntroduction, string? Language);

    internal sealed record EnrolmentDecisionBody(string? Decision, string? Words);

    private static async Task<IResult> FindAsync(
        IMediator mediator, HttpContext http, string? territory, string? commune, string? radiusKm, string? trade, string? level, string? courseKind, string? funding, string? from, string? q, string? skip, string? limit, CancellationToken cancellationToken)
    {
        var fields = new FieldReader();
        var radius = fields.OptionalNumber("radiusKm", radiusKm, 0, 200) ?? 25;
        var (skipped, taken) = (fields.OptionalNumber("skip", skip, 0, 1_000_000) ?? 0, fields.OptionalNumber("limit", limit, 1, 100) ?? 20);
        fields.Require(string.IsNullOrEmpty(trade) || TrainingNames.Trade(trade) is not null, "trade", "Les métiers sont repair, reuse, repairable-design et old-buildings.");
        fields.Require(string.IsNullOrEmpty(level) || TrainingNames.Level(level) is not null, "level", "Les niveaux sont beginner, intermediate et advanced.");
        fields.Require(string.IsNullOrEmpty(courseKind) || TrainingNames.Kind(courseKind) is not null, "courseKind", "C’est workshop ou training.");
        fields.Require(funding is null or "" or "free" or "cpf", "funding", "Le financement est free ou cpf.");
        var date = fields.OptionalDate("from", from);
        fields.Check();
        CourseFunding? paid = funding switch { "free" => CourseFunding.Free, "cpf" => CourseFunding.Cpf, _ => null };
        return (await mediator.Send(
            new FindCourses(territory, commune, radius, TrainingNames.Trade(trade), TrainingNames.Level(level), TrainingNames.Kind(courseKind), paid, date, q?.Length > 200 ? q[..200] : q, null, skipped, taken), cancellationToken))
            .Match(found => Results.Ok(new CoursesJson([.. found.Items.Select(CourseCardJson.From)], found.More, found.More ? DirectoryApi.NextPage(http.Request, skipped + taken) : null)), _ => Problems.NotFound());
    }

    private static async Task<IResult> LheoAsync(IMediator mediator, ILheoFiles files, string? territory, string? centre, CancellationToken cancellationToken)
    {
        OrganisationId? only = null;
        if (!string.IsNullOrEmpty(centre))
        {
            if (!ApiTime.TryId<OrganisationId>(centre, out var id))
            {
                return Problems.NotFound();
            }

            only = id;
        }

        return (await mediator.Send(new ExportLheo(territory, only), cancellationToken)).Match(
            found => Results.Stream(body => files.WriteAsync(body, found.Courses, cancellationToken), "application/xml; charset=utf-8", "formations.lheo.xml"),
            _ => Problems.NotFound());
    }

    private static async Task<IResult> CsvAsync(string? territory, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        (await mediator.Send(new ExportCourses(territory), cancellationToken)).Match<IResult>(
            export => new StreamedText(CoursesCsv.Lines(export.Courses, links), "text/csv; charset=utf-8", "courses.csv"), _ => Problems.NotFound());

    private static async Task<IResult> CalendarAsync(string? territory, string? lang, IMediator mediator, ITrainingCalendar calendar, TextCatalog catalog, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetSessionsToCome(territory), cancellationToken)).Match(
            found => Results.Text(calendar.Write(catalog.In(lang == "en" ? Language.English : Language.French), found.Sessions), "text/calendar", Encoding.UTF8), _ => Problems.NotFound());

    private static async Task<IResult> GetAsync(string id, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        (await mediator.Send(ApiTime.TryId<CourseId>(id, out var course) ? new GetCourse(course) : new GetCourse(null, id), cancellationToken)).Match(view => Results.Ok(CourseJson.From(view, links)), _ => Problems.NotFound());

    private static async Task<IResult> AddAsync(string id, [FromBody] CourseBody body, IMediator mediator, SiteLinks links, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<OrganisationId>(id, out var centre))
        {
            return Problems.NotFound();
        }

        var fields = new FieldReader();
        fields.Require(body.Status is null or "draft" or "published", "status", "Une formation est draft ou published.");
        var until = fields.OptionalDate("certifiedUntil", body.CertifiedUntil);
        fields.Check();
        var details = new CourseDetails(
            body.Kind ?? "training", body.Trade, body.Title, body.Summary, body.Level ?? "beginner", body.Mode ?? "on-site", body.Minutes, body.Price, body.PriceNote, body.Audience, body.Prerequisites,
            [.. (body.Objectives ?? []).OfType<string>()], body.Content, body.Results, body.Rhythm, body.Access, body.CertificationCode, until, body.Qualiopi ?? false, body.Cpf ?? false,
            [.. (body.Rome ?? []).OfType<string>()], [.. (body.Formacodes ?? []).OfType<string>()], body.Language ?? "fr");
        var outcome = await mediator.Send(new AddCourse(centre, details), cancellationToken);
        return await outcome.Match(
            async added =>
            {
                if (body.Status == "published")
                {
                    await mediator.Send(new SetCourseStatus(added.Id, CourseStatus.Published), cancellationToken);
                }

                return (await mediator.Send(new GetOwnCourse(added.Id), cancellationToken)).Match(view => Results.Created($"/api/v1/courses/{added.Id}", CourseJson.From(view, links)), _ => Problems.NotFound());
            },
            _ => Task.FromResult(Problems.Problem(409, "not-a-centre", "Cette organisation n’est pas un centre de formation. Ajoutez cette activité à sa fiche.")),
            _ => Task.FromResult(Problems.NotFound()));
    }

    private static async Task<IResult> PlanAsync(string id, [FromBody] CourseSessionBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<CourseId>(id, out var course))
        {
            return Problems.NotFound();
        }

        var fields = new FieldReader();
        var meetings = new List<Meeting>();
        foreach (var (meeting, i) in (body.Meetings ?? []).Select((m, i) => (m, i)))
        {
            meetings.Add(new Meeting(fields.Date($"meetings[{i}].date", meeting?.Date), fields.Time($"meetings[{i}].from", meeting?.From), fields.Time($"meetings[{i}].to", meeting?.To)));
        }

        PlaceId? place = null;
        if (!string.IsNullOrEmpty(body.PlaceId))
        {
            fields.Require(ApiTime.TryId<PlaceId>(body.PlaceId, out var given), "placeId", "Choisissez un des lieux du centre.");
            place = given;
        }

        var enrolFrom = fields.OptionalDate("enrolFrom", body.EnrolFrom);
        var enrolUntil = fields.OptionalDate("enrolUntil", body.EnrolUntil);
        fields.Require(body.Entry is null || TrainingNames.Entry(body.Entry) is not null, "entry", "L’entrée est fixed ou permanent.");
        fields.Require(body.Answers is null or "at-once" or "centre", "answers", "La réponse est at-once ou centre.");
        fields.Check();
        var outcome = await mediator.Send(
            new PlanSessions(course, new SessionDetails(place, meetings, body.Seats, body.Minimum, enrolFrom, enrolUntil, TrainingNames.Entry(body.Entry) ?? SessionEntry.Fixed, body.Answers == "at-once")), cancellationToken);
        return await outcome.Match(
            async planned => (await mediator.Send(new GetSessionDesk(planned.Ids[0]), cancellationToken)).Match(desk => Results.Created($"/api/v1/courses/{course}", CourseSessionJson.From(desk.Session)), _ => Problems.NotFound()),
            _ => Task.FromResult(Problems.NotFound()));
    }

    private static async Task<IResult> EnrolAsync(string id, [FromBody] EnrolmentBody body, IMediator mediator, SiteLinks links, CancellationToken cancellationToken)
    {
        if (!ApiTime.TryId<CourseSessionId>(id, out var session))
        {
            return Problems.NotFound();
        }

        var outcome = await mediator.Send(new Enrol(session, body.Contact?.Name, body.Contact?.Email, body.Contact?.Phone, body.Reason, body.Language ?? "fr", null, body.AgreesToIntroduction ?? false), cancellationToken);
        return await outcome.Match(
            async enrolled => (await mediator.Send(new GetEnrolment(enrolled.Secret), cancellationToken)).Match(view => Results.Created($"/api/v1/enrolments/{enrolled.Secret}", EnrolmentJson.From(view, links)), _ => Problems.NotFound()),
            _ => Task.FromResult(Problems.Problem(409, "enrolment-closed", "On ne peut plus s’inscrire à cette session. Choisissez une autre date.")),
            _ => Task.FromResult(Problems.Problem(409, "already-enrolled", "Cette personne a déjà une demande pour cette session.")),
            _ => Task.FromResult(Problems.NotFound()));
    }

    private static async Task<IResult> EnrolmentAsync(string secret, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        (await mediator.Send(new GetEnrolment(secret), cancellationToken)).Match(view => Results.Ok(EnrolmentJson.From(view, links)), _ => Problems.NotFound());

    private static async Task<IResult> ActAsync(string secret, EnrolmentAct act, IMediator mediator, SiteLinks links, CancellationToken cancellationToken) =>
        (await mediator.Send(new ActOnEnrolment(secret, act), cancellationToken)).Match(view => Results.Ok(EnrolmentJson.From(view, links)), _ => Problems.Problem(409, "too-late", "Ce n’est plus possible : cette demande a changé entre-temps."), _ => Problems.NotFound());

    private static async Task<IResult> DecideAsync(string id, [FromBody] EnrolmentDecisionBody body, IMediator mediator, CancellationToken cancellationToken)
    {
        EnrolmentDecision? decision = body.Decision switch { "accept" => EnrolmentDecision.Accept, "ask" => EnrolmentDecision.Ask, "refuse" => EnrolmentDecision.Refuse, "wait" => EnrolmentDecision.Wait, _ => null };
        if (!ApiTime.TryId<EnrolmentId>(id, out var enrolment))
        {
            return Problems.NotFound();
        }

        return decision is not { } decided
            ? throw new InvalidRequestException("decision", "La décision est accept, ask, refuse ou wait.")
            : (await mediator.Send(new DecideEnrolment(enrolment, decided, body.Words), cancellationToken)).Match(
                _ => Results.NoContent(),
                _ => Problems.Problem(409, "session-full", "Toutes les places sont prises. Mettez cette personne en attente, ou ajoutez des places."),
                _ => Problems.Problem(409, "cannot-decide", "Cette demande a changé entre-temps."),
                _ => Problems.NotFound());
    }
}

/// <param name="More">Whether something follows.</param>
/// <param name="Next">Address of the next page; null at the end.</param>
internal sealed record CoursesJson(IReadOnlyList<CourseCardJson> Items, bool More, string? Next);

internal sealed record CourseCardJson(
    string Id, string Slug, string Title, string Summary, string Kind, string Trade, string Level, string Mode, int Minutes, decimal? Price, bool Cpf, string Centre, int Sessions, CourseSessionJson? Next, double? DistanceKm)
{
    public static CourseCardJson From(CourseCard c) => new(
        c.Id.ToString(), c.Slug, c.Title, c.Summary, TrainingNames.Name(c.Kind), TrainingNames.Name(c.Trade), TrainingNames.Name(c.Level), TrainingNames.Name(c.Mode), c.Minutes, c.Price, c.TakesCpf, c.CentreName, c.Planned,
        c.Next is { } next ? CourseSessionJson.From(next) : null, c.Kilometres is { } km ? Math.Round(km, 1) : null);
}

internal sealed record CourseMeetingJson(string Date, string From, string To);

internal sealed record CourseSessionJson(
    string Id, string CourseId, string State, string Start, string End, string? PlaceId, string? PlaceName, string? Address, string CommuneCode, string CommuneName, int Seats, int Left, int Waiting, int Minimum, string? EnrolFrom,
    string EnrolUntil, string Entry, string Answers, IReadOnlyList<CourseMeetingJson> Meetings)
{
    public static CourseSessionJson From(SessionView s) => new(
        s.Id.ToString(), s.CourseId.ToString(), TrainingNames.Name(s.State), Moment(s.Start, s.Zone), Moment(s.End, s.Zone), s.PlaceId?.ToString(), s.PlaceName, s.Address, s.CommuneCode, s.CommuneName, s.Seats, s.Left, s.Waiting, s.Minimum,
        s.EnrolFrom is { } from ? ApiTime.Date(from) : null, ApiTime.Date(s.EnrolUntil), TrainingNames.Name(s.Entry), s.AcceptsAtOnce ? "at-once" : "centre",
        [.. s.Meetings.Select(m => new CourseMeetingJson(ApiTime.Date(m.Date), ApiTime.Time(m.From), ApiTime.Time(m.To)))]);

    public static string Moment(Instant at, DateTimeZone zone) => OffsetDateTimePattern.Rfc3339.Format(at.InZone(zone).ToOffsetDateTime());
}

internal sealed record CentreJson(string Id, string Name, string Slug, string CommuneCode, string CommuneName, string? Email, string? Phone, string? Website);

internal sealed record CertificationJson(string Code, string Until);

internal sealed record CourseJson(
    string Id, string Slug, string Url, string Status, string Kind, string Trade, string Title, string Summary, string Level, string Mode, int Minutes, decimal? Price, string? PriceNote, string? Audience, string? Prerequisites,
    IReadOnlyList<string> Objectives, string? Content, string? Results, string? Rhythm, string? Access, CertificationJson? Certification, bool Qualiopi, bool Cpf, IReadOnlyList<string> Rome, IReadOnlyList<string> Formacodes, string Language,
    CentreJson Centre, IReadOnlyList<CourseSessionJson> Sessions)
{
    public static CourseJson From(CourseView c, SiteLinks links) => new(
        c.Id.ToString(), c.Slug, links.Course(c.Slug, Application.Common.Language.French), TrainingNames.Name(c.Status), TrainingNames.Name(c.Terms.Kind), TrainingNames.Name(c.Terms.Trade), c.Terms.Title, c.Terms.Summary, TrainingNames.Name(c.Terms.Level),
        TrainingNames.Name(c.Terms.Mode), c.Terms.Minutes, c.Terms.Price, c.Terms.PriceNote, c.Terms.Audience, c.Terms.Prerequisites, c.Terms.Objectives ?? [], c.Terms.Content, c.Terms.Results, c.Terms.Rhythm, c.Terms.Access,
        c.Certification is { } certification ? new CertificationJson(certification.Code, ApiTime.Date(certification.Until)) : null, c.Terms.IsQualiopi, c.TakesCpf, c.Terms.Rome ?? [], c.Terms.Formacodes ?? [], c.Terms.Language,
        new CentreJson(c.Centre.Id.ToString(), c.Centre.Name, c.Centre.Slug, c.Centre.CommuneCode, c.Centre.CommuneName, c.Centre.Email, c.Centre.Phone, c.Centre.Website), [.. c.Sessions.Select(CourseSessionJson.From)]);
}

internal sealed record EnrolmentJson(
    string Id, string Secret, string Url, string Status, string CourseTitle, CourseSessionJson Session, string? CentreWords, string? HeldUntil, string? CertificateNumber)
{
    public static EnrolmentJson From(EnrolmentView e, SiteLinks links) => new(
        e.Id.ToString(), e.Secret, links.Enrolment(e.Secret, Application.Common.Language.French), TrainingNames.Name(e.Status), e.CourseTitle, CourseSessionJson.From(e.Session), e.CentreWords,
        e.HeldUntil is { } until ? CourseSessionJson.Moment(until, e.Session.Zone) : null, e.CertificateNumber);
}
