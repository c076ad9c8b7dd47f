using RepairNet.Application.MutualHelp;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;
using RepairNet.Domain.Training;
using RepairNet.Application.Training;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Razor.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Imports;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using RepairNet.TestSupport.Identity;
using RepairNet.Web.Identity;
using RepairNet.Web.Pages.Agenda;
using RepairNet.Web.Pages.Bookings;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Identity;

/// <summary>
/// Every role at every page, act of a page and call of the API that the program has, found by itself: the answer must be what the
/// table of permissions says. Who is refused is refused before anything is written.
/// </summary>
public sealed class PermissionMatrixTests
{
    /// <summary>What is open to some of those who hold its permission: the beginning of its address, and who they are here.</summary>
    private static readonly (string Address, string[] Owners)[] Personal =
    [
        ("/mairie/rendez-vous/", ["mediator"]),
        ("/mairie/imports/{id}", ["agent editor", "operator"]),
        ("/api/v1/imports/{id}", ["agent editor", "operator"]),
        // Begun at a place of one's own: the operator, who works at none, opens it from an appointment.
        ("/pro/objets-laisses/nouveau", ["member", "manager"]),
    ];

    [Fact]
    public async Task Every_role_finds_at_every_address_what_the_table_says()
    {
        // Its pages are there where it is set.
        await using var provider = await TestProConnect.StartAsync(new FakeClock());
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Settings = provider.Settings });
        var town = await Town.BuildAsync(instance);
        var wrong = new List<string>();
        var addresses = Addresses(instance, town, wrong).ToList();
        addresses.Count(a => a.IsPage).ShouldBeGreaterThan(150);
        addresses.Count(a => !a.IsPage).ShouldBeGreaterThan(60);
        foreach (var role in town.Roles)
        {
            await role.SignInAsync(instance);
        }

        // First whoever is refused: when all of it is done, not a row has changed.
        var before = await PrintAsync(instance);
        foreach (var address in addresses)
        {
            foreach (var role in town.Roles.Where(role => Expected(address, role) != Answer.Allowed))
            {
                await CheckAsync(instance, address, role, wrong);
            }
        }

        if (await PrintAsync(instance) is var after && after != before)
        {
            wrong.Add("someone who was refused changed something: " + string.Join(", ", after.Split('\n').Except(before.Split('\n'))));
        }

        // Then whoever may, what reads first: an act may take away what the next one looks for.
        foreach (var address in addresses.OrderBy(a => a.Method != HttpMethod.Get))
        {
            foreach (var role in town.Roles.Where(role => Expected(address, role) == Answer.Allowed))
            {
                await CheckAsync(instance, address, role, wrong);
            }
        }

        wrong.ShouldBeEmpty();
    }

    private static async Task CheckAsync(TestInstance instance, Address address, Visitor role, List<string> wrong)
    {
        var expected = Expected(address, role);
        if (expected == Answer.Allowed && address.Method != HttpMethod.Get && role.Actor is not null)
        {
            // An act may end the session it is done in.
            await role.SignInAsync(instance);
        }

        var client = address.IsPage ? role.Pages! : role.Api!;
        using var request = new HttpRequestMessage(address.Method, address.Path)
        {
            Content = address.Method == HttpMethod.Get || address.Method == HttpMethod.Delete ? null
                : address.IsPage ? new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = role.Proof! })
                : address.IsFile ? new MultipartFormDataContent()
                : JsonContent.Create(new { }),
        };
        using var answer = await client.SendAsync(request);
        var found = Read(address, answer);
        var right = expected == found
            // A secret of nobody, a form without what it is about, something just taken away: there is nothing there, for anyone.
            || (expected == Answer.Allowed && found == Answer.Absent && (address.Permission.IsOpenToAll() || address.Method != HttpMethod.Get))
            // A call that is not well formed is judged before whose it is: the answer is the same whether that exists or not.
            || (expected == Answer.Absent && !address.IsPage && address.Method != HttpMethod.Get && answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity);
        if (!right || (int)answer.StatusCode >= 500)
        {
            wrong.Add($"{role.Name}: {address.Method} {address.Path} ({address.Permission}) answered {(int)answer.StatusCode}, {expected} was expected");
        }
    }

    /// <summary>What the table says, and whose it is.</summary>
    private static Answer Expected(Address address, Visitor role) =>
        address.Permission.IsOpenToAll() ? Answer.Allowed
        : role.Actor is not { } actor ? Answer.SignIn
        : !actor.May(address.Permission) ? Answer.Refused
        : Array.Find(Personal, p => address.Route.StartsWith(p.Address, StringComparison.Ordinal)) is { Owners: { } owners } ? owners.Contains(role.Name) ? Answer.Allowed : Answer.Absent
        : address.IsSomeones && role.IsFromElsewhere ? Answer.Absent
        : Answer.Allowed;

    private static Answer Read(Address address, HttpResponseMessage answer) => answer.StatusCode switch
    {
        HttpStatusCode.Unauthorized => Answer.SignIn,
        HttpStatusCode.Redirect when address.IsPage && answer.Headers.Location is { } to && (to.IsAbsoluteUri ? to.AbsolutePath : to.OriginalString.Split('?')[0]) == "/connexion" && !address.Permission.IsOpenToAll() => Answer.SignIn,
        HttpStatusCode.Forbidden => Answer.Refused,
        HttpStatusCode.NotFound => Answer.Absent,
        _ => Answer.Allowed,
    };

    private static IEnumerable<Address> Addresses(TestInstance instance, Town town, List<string> wrong)
    {
        var models = typeof(PagePermissions).Assembly.GetCustomAttributes<RazorCompiledItemAttribute>()
            .Where(item => item.Type.GetProperty("Model") is not null).ToDictionary(item => item.Identifier, item => item.Type.GetProperty("Model")!.PropertyType, StringComparer.OrdinalIgnoreCase);
        foreach (var endpoint in instance.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            var route = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            var needed = endpoint.Metadata.GetMetadata<PermissionNeeded>()?.Permission;
            if (needed is null)
            {
                wrong.Add($"{route} says to nobody who may come: add .AllowedTo(Permission.…) to a call, [AllowedTo(Permission.…)] to a page.");
                continue;
            }

            var (path, isSomeones) = Path(endpoint.RoutePattern, route, town);
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var model = models[page.RelativePath];
                model.IsDefined(typeof(AllowedToAttribute)).ShouldBeTrue($"the page {route} declares no permission: add [AllowedTo(Permission.…)] to its model.");
                var (query, asks) = Query(model, route, town);
                yield return new Address(HttpMethod.Get, route, path + query, needed.Value, IsPage: true, isSomeones || asks);
                foreach (var act in model.GetMethods().Where(m => m.Name.StartsWith("OnPost", StringComparison.Ordinal)).GroupBy(m => m.Name).Select(same => same.First()))
                {
                    var name = act.Name["OnPost".Length..].Replace("Async", "", StringComparison.Ordinal);
                    yield return new Address(
                        HttpMethod.Post, route, path + query + (name.Length == 0 ? "" : (query.Length == 0 ? "?" : "&") + "handler=" + name),
                        act.GetCustomAttribute<AllowedToAttribute>()?.Permission ?? needed.Value, IsPage: true, isSomeones || asks);
                }
            }
            else
            {
                foreach (var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
                {
                    yield return new Address(new HttpMethod(method), route, path, needed.Value, IsPage: false, isSomeones)
                    {
                        IsFile = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("multipart/form-data") == true,
                    };
                }
            }
        }
    }

    /// <summary>The address with something real in place of each parameter, and whether that is someone's.</summary>
    private static (string Path, bool IsSomeones) Path(RoutePattern pattern, string route, Town town)
    {
        var path = new StringBuilder();
        var (before, isSomeones) = ("", false);
        foreach (var segment in pattern.PathSegments)
        {
            path.Append('/');
            foreach (var part in segment.Parts)
            {
                switch (part)
                {
                    case RoutePatternLiteralPart literal:
                        path.Append(literal.Content);
                        before = literal.Content;
                        break;
                    case RoutePatternSeparatorPart separator:
                        path.Append(separator.Content);
                        break;
                    case RoutePatternParameterPart parameter:
                        if (!town.Values.TryGetValue($"{pattern.PathSegments[0].Parts.OfType<RoutePatternLiteralPart>().FirstOrDefault()?.Content}/{before}/{parameter.Name}", out var value) && !town.Values.TryGetValue($"{before}/{parameter.Name}", out value) && !town.Values.TryGetValue(parameter.Name, out value))
                        {
                            throw new InvalidOperationException($"The matrix of permissions does not know what « {parameter.Name} » after « {before} » is in {route}. Give it something real in Town.Values.");
                        }

                        path.Append(value.Text);
                        isSomeones |= value.IsSomeones;
                        break;
                }
            }
        }

        return (path.Length == 0 ? "/" : path.ToString(), isSomeones);
    }

    /// <summary>What a page asks for besides its address.</summary>
    private static (string Query, bool IsSomeones) Query(Type model, string route, Town town)
    {
        var names = model.GetProperties().Select(p => p.GetCustomAttribute<BindPropertyAttribute>()).OfType<BindPropertyAttribute>().Where(b => b.SupportsGet).Select(b => b.Name)
            .Concat(model.GetMethods().Where(m => m.Name.StartsWith("OnGet", StringComparison.Ordinal)).SelectMany(m => m.GetParameters()).Select(p => p.GetCustomAttribute<FromQueryAttribute>()?.Name ?? p.Name)).Distinct();
        var parts = new List<string>();
        foreach (var name in names)
        {
            var key = name switch
            {
                "lieu" when typeof(WorkshopPage).IsAssignableFrom(model) || model == typeof(WorkshopModel) => "?slug",
                // These two are about all the places one works at.
                "lieu" when typeof(WorkPage).IsAssignableFrom(model) && model != typeof(CallsModel) && model != typeof(FindModel) => "?lieu",
                "organisation" when route.StartsWith("/pro/organisation", StringComparison.Ordinal) => "?organisation",
                "organisation" when route.StartsWith("/pro/formations", StringComparison.Ordinal) || route.StartsWith("/pro/offres", StringComparison.Ordinal) => "?organisation",
                "organisation" when route.StartsWith("/pro/presentations", StringComparison.Ordinal) || route.StartsWith("/pro/entraide", StringComparison.Ordinal) => "?organisation",
                "personne" when route.StartsWith("/pro/presentations", StringComparison.Ordinal) => "?personne",
                "organisation" when route.StartsWith("/pro/pesee", StringComparison.Ordinal) || route.StartsWith("/pro/stock", StringComparison.Ordinal) => "?organisation",
                "organisation" when route.StartsWith("/pro/collectes", StringComparison.Ordinal) => "?organisation",
                "organisation" when route.StartsWith("/pro/objets", StringComparison.Ordinal) || route.StartsWith("/pro/outils", StringComparison.Ordinal) => "?organisation",
                "annee" when route.StartsWith("/pro/stock", StringComparison.Ordinal) => "?quarterYear",
                "trimestre" => "?trimestre",
                "cours" => "?cours",
                "compte" when route.StartsWith("/pro/organisation", StringComparison.Ordinal) => "?compte",
                "territoire" when route.StartsWith("/mairie", StringComparison.Ordinal) => "?territoire",
                "annee" when route.StartsWith("/mairie", StringComparison.Ordinal) => "?annee",
                "par" => "?par",
                _ => null,
            };
            if (key is not null && town.Values.TryGetValue(key, out var value))
            {
                parts.Add($"{name}={value.Text}");
            }
        }

        return (parts.Count == 0 ? "" : "?" + string.Join('&', parts), parts.Exists(p => !p.StartsWith("annee", StringComparison.Ordinal) && !p.StartsWith("par=", StringComparison.Ordinal)));
    }

    /// <summary>A print of all that is kept, a line for each table, but for what every visit leaves behind.</summary>
    private static Task<string> PrintAsync(TestInstance instance) => instance.ReadAsync(async db =>
    {
        var prints = new List<string>();
        var connection = db.Database.GetDbConnection();
        await db.Database.OpenConnectionAsync();
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Distinct().Order(StringComparer.Ordinal).Except(["browser_sessions", "data_protection_keys", "DataProtectionKeys"]))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are those of our own model.
            command.CommandText = $"SELECT * FROM \"{table}\" ORDER BY 1, 2";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                // That somebody came is written once a day, whatever came of it.
                var row = Enumerable.Range(0, reader.FieldCount).Where(i => table != "accounts" || reader.GetName(i) != "last_seen_at").Select(reader.GetValue).ToArray();
                hash.AppendData(Encoding.UTF8.GetBytes(string.Join('|', row.Select(v => v is byte[] bytes ? Convert.ToHexString(bytes) : v.ToString()))));
            }

            prints.Add($"{table} {Convert.ToHexString(hash.GetHashAndReset())[..16]}");
        }

        return string.Join('\n', prints);
    });

    private enum Answer
    {
        Allowed,
        SignIn,
        Refused,
        Absent,
    }

    private sealed record Address(HttpMethod Method, string Route, string Path, Permission Permission, bool IsPage, bool IsSomeones)
    {
        public bool IsFile { get; init; }
    }

    /// <summary>A real value of a parameter.</summary>
    /// <param name="IsSomeones">To those from elsewhere, it does not exist.</param>
    private sealed record Value(string Text, bool IsSomeones = true);

    private sealed class Visitor(string name, Actor? actor, bool isFromElsewhere = false)
    {
        public string Name { get; } = name;

        public Actor? Actor { get; } = actor;

        /// <summary>What they belong to is another organisation, or another territory.</summary>
        public bool IsFromElsewhere { get; } = isFromElsewhere;

        public HttpClient? Pages { get; private set; }

        public HttpClient? Api { get; private set; }

        public string? Proof { get; private set; }

        public async Task SignInAsync(TestInstance instance)
        {
            Pages = Actor is null ? instance.NewClient() : await instance.SignInAs(Actor);
            Api ??= Actor is null ? instance.NewClient(cookies: false) : await instance.BearerFor(Actor);
            Proof = (await Pages.PageAsync(Actor is null ? "/connexion" : "/compte")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value");
        }
    }

    /// <summary>A workshop in Grenoble with something of everything, another workshop, and everyone who may come.</summary>
    private sealed record Town(IReadOnlyList<Visitor> Roles, IReadOnlyDictionary<string, Value> Values)
    {
        public static async Task<Town> BuildAsync(TestInstance instance)
        {
            var given = instance.Given;
            var workshop = await given.WorkshopAsync("Atelier Mille Vis", kinds: OrganisationKinds.Repairer | OrganisationKinds.TrainingCentre | OrganisationKinds.ReuseWorkshop, benches: 3);
            var other = await given.WorkshopAsync("Ailleurs", communeCode: "69123", epciCode: "200046977");
            var elsewhere = Domain.Territories.TerritoryKey.Commune("69123");
            var editor = workshop.Agent;
            await instance.AccountOf(editor);
            await instance.AccountOf(workshop.Mediator);
            var member = await instance.AccountOf(workshop.Member);
            await instance.AccountOf(workshop.Manager);
            var closure = await given.ClosureAsync(workshop, Instant.FromUtc(2027, 3, 10, 8, 0), Instant.FromUtc(2027, 3, 10, 10, 0));
            var person = await given.PersonAsync(workshop, "Ali", SkillLevel.Expert, "mobile");
            var session = await given.SessionAsync(workshop, benches: 2, volunteers: person);
            var calendar = ImportedCalendar.Create(workshop.Place.Id, "Congés", new Uri("https://calendriers.exemple.fr/conges.ics"), instance.Clock.Now, null, "", CalendarDoubts.None);
            await instance.AddAsync(calendar);
            var booked = (await instance.SendAsync(Booking(workshop, 2, BookingChannel.Web))).AsT0;
            var mediated = (await instance.SendAsync(Booking(workshop, 3, BookingChannel.Desk), workshop.Mediator)).AsT0;
            var repair = (await instance.SendAsync(
                new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, new RepairFields(new LocalDate(2027, 3, 1), new RepairedItem("mobile"), "repairable", NextStep: "Écran à commander.")), workshop.Member)).AsT0.Id;
            var slip = (await instance.SendAsync(
                new LeaveItem(null, workshop.Place.Id, new LeftBy("Marie Blanc", null, "06 12 34 56 78", "desktop-computer", null, "Ne s’allume plus."), null, null, "fr"), workshop.Member)).AsT0.Slip;
            var course = (await instance.SendAsync(new AddCourse(workshop.Organisation.Id, new CourseDetails("workshop", "repair", "Réparer son vélo", "Une soirée.", "beginner", "on-site", 120)), workshop.Manager)).AsT0;
            (await instance.SendAsync(new SetCourseStatus(course.Id, CourseStatus.Published), workshop.Manager)).IsT0.ShouldBeTrue();
            var evening = new SessionDetails(workshop.Place.Id, [new Meeting(new LocalDate(2027, 3, 22), new LocalTime(18, 0), new LocalTime(20, 0))], 8, AcceptsAtOnce: true);
            var courseSession = (await instance.SendAsync(new PlanSessions(course.Id, evening), workshop.Manager)).AsT0.Ids.Single();
            var enrolled = (await instance.SendAsync(new Enrol(courseSession, "Nora", "nora@exemple.fr", null, null, "fr"))).AsT0;
            var graduate = new Enrolment(EnrolmentId.New(), courseSession, "hash", new Domain.Bookings.Contact("Paul", "paul@exemple.fr", null), null, "fr", instance.Clock.Now);
            graduate.Accept(2, instance.Clock.Now);
            graduate.Attend(1);
            graduate.Certify(new byte[Enrolment.NumberLength], instance.Clock.Now);
            graduate.Agree(true);
            graduate.Introduce(workshop.Organisation.Id, instance.Clock.Now);
            await instance.AddAsync(graduate);
            var offer = (await instance.SendAsync(
                new AddJobOffer(workshop.Organisation.Id, new JobOfferDetails("job", "repair", "I1402", "Réparer", "Dépanner.", 35 * 60, "38185", Email: "atelier@exemple.fr")), workshop.Manager)).AsT0;
            (await instance.SendAsync(new ActOnJobOffer(offer.Id, JobOfferAct.Publish), workshop.Manager)).IsT0.ShouldBeTrue();
            var weighed = (await instance.SendAsync(
                new RecordWeighing(workshop.Organisation.Id, null, new WeighingFields(WeighingDirection.In, new LocalDate(2027, 3, 1), [new WeighedLine("kettle", 2m)], Channel: "drop-off")), workshop.Member)).AsT0.Id;
            var tool = (await instance.SendAsync(new AddTool(workshop.Organisation.Id, new ToolFields("Perceuse", null, null, 14, null)), workshop.Member)).AsT0;
            (await instance.SendAsync(new SetCollectionTerms(workshop.Organisation.Id, true, ["38185"], null, 8, 400, true, null), workshop.Member)).IsT0.ShouldBeTrue();
            var offered = (await instance.SendAsync(
                new RequestCollection(workshop.Organisation.Id, "38185", new CollectionFields("Nora", "nora@exemple.fr", null, "3 rue Haute", null, [new OfferedFields(null, "Armoire", "works", true)]), "fr", CollectionRequestId.New()))).AsT0.Id;
            var round = (await instance.SendAsync(new PlanRound(workshop.Organisation.Id, new LocalDate(2027, 3, 9), RepairNet.Domain.Reuse.Collecting.HalfDay.Morning, ["38185"], 8, 400, []), workshop.Member)).AsT0.Id;
            var laptop = (await instance.SendAsync(new AddReuseItem(workshop.Organisation.Id, null, new ItemFields("laptop", "Portable", null, null, 2m), Channel: "drop-off"), workshop.Member)).AsT0;
            (await instance.SendAsync(new WipeReuseItem(laptop.Id, true, "overwritten", true), workshop.Member)).IsT0.ShouldBeTrue();
            (await instance.SendAsync(new OfferReuseItem(laptop.Id, 50m, null, null), workshop.Member)).IsT0.ShouldBeTrue();
            var reserved = (await instance.SendAsync(new ReserveItem(laptop.Id, "Nora", "nora@exemple.fr", null, "fr"))).AsT0;
            var help = (await instance.SendAsync(new PostHelp("request", "mobile", "38185", "Marie", "marie@exemple.fr", "Écran noir.", 60, "fr"))).AsT0.Id;
            (await instance.SendAsync(new ActOnHelpPost(instance.Services.GetRequiredService<HelpSecrets>().SecretOf(help), HelpAct.Confirm))).IsT0.ShouldBeTrue();
            (await instance.SendAsync(new SetHelpModeration("commune:38185", Before: false, workshop.Organisation.Slug), editor)).IsT0.ShouldBeTrue();
            var closed = (await instance.SendAsync(new ClosePeriod("commune:38185", "2026"), editor)).AsT0;
            using var file = new MemoryStream("id,data_provider,country,product_category,repair_status,event_date,problem,year_of_manufacture\n1,Atelier,FRA,Kettle,Fixed,2026-01-16,Ne chauffe plus,2015\n"u8.ToArray());
            var import = (await instance.SendAsync(new StartImport("ords", "commune:38185", "réparations.csv", file), editor)).AsT0;
            using var lheo = new MemoryStream("<lheo xmlns=\"http://lheo.gouv.fr/2.3\"><offres><formation numero=\"1\"/></offres></lheo>"u8.ToArray());
            var courseImport = (await instance.SendAsync(new StartCourseImport(workshop.Organisation.Slug, "formations.xml", lheo), workshop.Manager)).AsT0;
            Visitor[] roles =
            [
                new("anonymous", null),
                new("signed in", Given.SignedIn),
                new("organisation reader", workshop.Reader),
                new("member", workshop.Member),
                new("manager", workshop.Manager),
                new("manager of another", other.Manager, isFromElsewhere: true),
                new("agent reader", workshop.AgentReader),
                new("agent editor", editor),
                new("agent editor of another", Given.AgentOf(elsewhere), isFromElsewhere: true),
                new("mediator", workshop.Mediator),
                new("operator", Given.Operator),
            ];
            var nobodys = new Value("019a2b3c4d5e6f708192a3b4c5d6e7f8", IsSomeones: false);
            var values = new Dictionary<string, Value>
            {
                ["places/id"] = new(workshop.Place.Id.ToString()),
                ["organisations/id"] = new(workshop.Organisation.Id.ToString()),
                ["services/id"] = new(workshop.Service.Id.ToString()),
                ["repairs/id"] = new(repair.ToString()),
                ["reparation/id"] = new(repair.ToString()),
                ["pro/imports/id"] = new(courseImport.Id.ToString()),
                ["imports/id"] = new(import.Id.ToString()),
                ["seance/id"] = new(session.Id.ToString()),
                ["agrements/id"] = new(workshop.Organisation.Id.ToString()),
                ["comptes/id"] = new(member.ToString()),
                ["closureId"] = new(closure.Id.ToString()),
                ["calendarId"] = new(calendar.Id.ToString()),
                ["personId"] = new(person.Id.ToString()),
                ["sessionId"] = new(session.Id.ToString()),
                ["date"] = new("2027-03-06"),
                ["mairie/rendez-vous/reference"] = new(mediated.Reference),
                ["rendez-vous/reference"] = new(booked.Reference),
                ["by-reference/reference"] = new(booked.Reference),
                ["slip"] = new(slip),
                ["territoryKey"] = new("commune:38185"),
                ["key"] = new("commune:38185"),
                ["number"] = new(closed.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ["numero"] = new(closed.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
                ["slug"] = new(workshop.Place.Slug),
                ["annee"] = new("2026", IsSomeones: false),
                ["format"] = new("csv", IsSomeones: false),
                ["code"] = new("38185", IsSomeones: false),
                ["documentName"] = new("v1", IsSomeones: false),
                ["name"] = nobodys,
                ["secret"] = nobodys,
                ["token"] = nobodys,
                ["courses/id"] = new(course.Id.ToString()),
                ["cours/id"] = new(course.Id.ToString()),
                ["session/id"] = new(courseSession.ToString()),
                ["emargement/id"] = new(courseSession.ToString()),
                ["sessions/id"] = new(courseSession.ToString()),
                ["enrolments/id"] = new(enrolled.Id.ToString()),
                ["job-offers/id"] = new(offer.Id.ToString()),
                ["offres/id"] = new(offer.Id.ToString()),
                ["offres/slug"] = new(offer.Slug, IsSomeones: false),
                ["mairie/inscriptions/slug"] = new(course.Slug, IsSomeones: false),
                ["formations/slug"] = new(course.Slug, IsSomeones: false),
                ["attestations/numero"] = new("2222-2222-2222", IsSomeones: false),
                ["?cours"] = new(course.Id.ToString()),
                ["?personne"] = new(graduate.Id.ToString()),
                ["entraide/id"] = new(help.ToString()),
                ["thread"] = nobodys,
                ["demande/id"] = new(offered.ToString()),
                ["tournee/id"] = new(round.ToString()),
                ["photos/id"] = nobodys,
                ["photo/photo"] = nobodys,
                ["reemploi/id"] = new(laptop.Id.ToString(), IsSomeones: false),
                ["reuse-items/id"] = new(laptop.Id.ToString(), IsSomeones: false),
                ["reservations/secret"] = new(reserved.Secret, IsSomeones: false),
                ["items/code"] = new(laptop.Code),
                ["reservation/secret"] = new(reserved.Secret, IsSomeones: false),
                ["o/code"] = new(laptop.Code, IsSomeones: false),
                ["objets/id"] = new(laptop.Id.ToString()),
                ["outils/id"] = new(tool.Id.ToString()),
                ["pesee/id"] = new(weighed.ToString()),
                ["?quarterYear"] = new("2027"),
                ["?trimestre"] = new("1"),
                ["?slug"] = new(workshop.Place.Slug),
                ["?lieu"] = new(workshop.Place.Id.ToString()),
                ["?organisation"] = new(workshop.Organisation.Slug),
                ["?compte"] = new(member.ToString()),
                ["textes/nom"] = new("mentions-legales", false),
                ["langue"] = new("fr", false),
                ["?territoire"] = new("commune:38185"),
                ["?annee"] = new("2026"),
                ["?par"] = new("day"),
            };
            return new Town(roles, values);
        }

        private static BookSlot Booking(Workshop workshop, int day, BookingChannel channel) => new(
            workshop.Service.Id, Instant.FromUtc(2027, 3, day, 8, 0), new ContactDetails("Marie Blanc", null, "06 12 34 56 78"), new ItemDetails("mobile", null, null, "Écran noir"), null, channel, null, "fr");
    }
}
