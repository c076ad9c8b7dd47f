using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Bookings;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>
/// Generated requests that no sound program sends, over every route and method, written to the connection byte by byte: none is
/// answered with a 5xx, what comes without right or proof writes nothing, and nothing of it is in the log. Always the same ones:
/// request n is made from the seed n. <c>REPAIRNET_MALFORMED=100000</c> sends so many; without it, three thousand.
/// </summary>
public sealed class MalformedRequestsTests
{
    private const int UsualCount = 3_000;
    private const int AtOnce = 8;

    /// <summary>Grow by tries alone: what counts them, and the log of refused sign-ins.</summary>
    private static readonly string[] OfTries = ["audit_entries", "address_tries", "network_bookings", "idempotent_requests"];

    private static readonly string[] Methods = ["GET", "GET", "GET", "POST", "POST", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "get", "G\u00c9T"];

    private static int Count => int.TryParse(Environment.GetEnvironmentVariable("REPAIRNET_MALFORMED"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : UsualCount;

    [Theory, BothDatabases]
    public async Task None_is_answered_with_an_error_of_ours_and_none_writes(DatabaseKind kind)
    {
        await using var target = await Target.StartAsync(kind, withLink: false);
        var before = await target.RowsAsync();

        var failures = await target.SendAllAsync(kind == DatabaseKind.Sqlite ? Count : Count / 3, mayWrite: false);

        failures.ShouldBeEmpty(string.Join('\n', failures.Take(20)));
        (await target.DeedsAsync()).ShouldBeEmpty("nothing became of the one booking there is");
        (await target.RowsAsync()).ShouldBe(before);
        target.PayloadsInTheLog().ShouldBeEmpty();
    }

    [Theory, BothDatabases]
    public async Task None_is_answered_with_an_error_of_ours_to_whoever_may_act(DatabaseKind kind)
    {
        await using var target = await Target.StartAsync(kind, withLink: true);

        var failures = await target.SendAllAsync(kind == DatabaseKind.Sqlite ? Count : Count / 3, mayWrite: true);

        failures.ShouldBeEmpty(string.Join('\n', failures.Take(20)));
        target.PayloadsInTheLog().ShouldBeEmpty();
    }

    /// <summary>A served instance with something of each kind in it, and people of each role.</summary>
    private sealed class Target : IAsyncDisposable
    {
        private readonly TestInstance _instance;
        private readonly LogLines _log;
        private readonly IReadOnlyList<RouteEndpoint> _routes;
        private readonly List<Visitor> _visitors = [];
        private readonly List<string> _known = [];
        private readonly Dictionary<Endpoint, IReadOnlyList<string>> _fields = [];

        private Target(TestInstance instance, LogLines log)
        {
            _instance = instance;
            _log = log;
            _routes = [.. instance.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().OrderBy(e => e.RoutePattern.RawText, StringComparer.Ordinal).ThenBy(e => e.DisplayName, StringComparer.Ordinal)];
            _routes.Count.ShouldBeGreaterThan(150);
        }

        /// <param name="withLink">Whether the secret link of the booking is among what is known: whoever has it may change and cancel, and among so many some do.</param>
        public static async Task<Target> StartAsync(DatabaseKind kind, bool withLink)
        {
            var log = new LogLines();
            var instance = await TestInstance.ServeAsync(kind, new TestOptions
            {
                Settings = new Dictionary<string, string?> { ["Logging:LogLevel:Default"] = "Information" },
                Replace = services => services.AddSingleton<ILoggerProvider>(log),
            });
            var target = new Target(instance, log);
            var pages = instance.Services.GetRequiredService<PageLoader>();
            foreach (var route in target._routes)
            {
                if (route.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
                {
                    target._fields[route] = FieldsOf(await pages.LoadAsync(page, route.Metadata));
                }
            }

            target._fields.Values.Count(fields => fields.Count > 0).ShouldBeGreaterThan(50);
            var workshop = await instance.Given.WorkshopAsync(benches: 50);
            // Far enough for no reminder to be due meanwhile.
            var booked = (await instance.SendAsync(new BookSlot(
                workshop.Service.Id, Instant.FromUtc(2027, 3, 9, 8, 0), new ContactDetails("Marie Blanc", "marie@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran noir"), null, BookingChannel.Web, null, "fr"))).AsT0;
            var slip = (await instance.SendAsync(new LeaveItem(null, workshop.Place.Id, new LeftBy("Paul Roux", null, "06 12 34 56 78", "mobile", null, "Ne charge plus."), null, null, "fr"), workshop.Member)).AsT0.Slip;
            target._known.AddRange(
            [
                workshop.Organisation.Id.ToString(), workshop.Organisation.Slug, workshop.Place.Id.ToString(), workshop.Place.Slug, workshop.Service.Id.ToString(),
                booked.Reference, booked.Id.ToString(), slip, "commune:38185", "epci:200040715", "38185", "2027", "2027-03-01", "2027-03-09T09:00:00+01:00", "mobile", "csv", "1",
            ]);
            if (withLink)
            {
                target._known.Add(booked.Secret);
            }

            foreach (var (actor, bearer) in new (Actor?, bool)[] { (null, false), (workshop.Manager, false), (workshop.Agent, false), (Given.Operator, false), (workshop.Manager, true), (Given.Operator, true) })
            {
                target._visitors.Add(await Visitor.ComeAsync(instance, actor, bearer));
            }

            return target;
        }

        /// <summary>What became of the one booking there is.</summary>
        public Task<List<BookingDeed>> DeedsAsync() => _instance.ReadAsync(db => db.BookingEvents.Select(e => e.Deed).ToListAsync());

        /// <summary>The number of rows of each table that tries alone do not fill.</summary>
        public Task<IReadOnlyList<(string Table, long Rows)>> RowsAsync() => _instance.ReadAsync<IReadOnlyList<(string, long)>>(async db =>
        {
            var rows = new List<(string, long)>();
            foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()).OfType<string>().Distinct().Except(OfTries).Order(StringComparer.Ordinal))
            {
                // Names of our own tables.
#pragma warning disable EF1002
                rows.Add((table, await db.Database.SqlQueryRaw<long>($"SELECT count(*) AS \"Value\" FROM \"{table}\"").SingleAsync()));
#pragma warning restore EF1002
            }

            rows.Count.ShouldBeGreaterThan(30);
            return rows;
        });

        public IReadOnlyList<string> PayloadsInTheLog() => [.. _log.All.Where(line => line.Contains(HostileText.Mark, StringComparison.OrdinalIgnoreCase)).Take(5)];

        public async Task<IReadOnlyList<string>> SendAllAsync(int count, bool mayWrite)
        {
            var failures = new ConcurrentQueue<string>();
            var answers = new ConcurrentDictionary<int, int>();
            var next = -1;
            await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async _ =>
            {
                while (Interlocked.Increment(ref next) is var n && n < count && failures.Count < 50)
                {
                    var (name, bytes) = Make(n, mayWrite);
                    var status = await AnswerAsync(bytes);
                    answers.AddOrUpdate(status / 100, 1, (_, seen) => seen + 1);

                    // 505 is the server's own word for a version of HTTP that there is not.
                    if (status >= 500 && status != 505)
                    {
                        failures.Enqueue($"{n} {name}: {status}");
                    }
                }
            }));

            // What is never let through tries nothing: most are understood well enough to be refused, and some are answered.
            answers.GetValueOrDefault(4).ShouldBeGreaterThan(count / 10);
            (answers.GetValueOrDefault(2) + answers.GetValueOrDefault(3)).ShouldBeGreaterThan(count / 50);
            if (!failures.IsEmpty)
            {
                failures.Enqueue(string.Join('\n', _log.AtLeast(LogLevel.Error).Select(l => l.Length > 1_500 ? l[..1_500] : l).Where(l => l.StartsWith("RepairNet", StringComparison.Ordinal)).DistinctBy(l => l[..Math.Min(l.Length, 160)]).Take(8)));
            }

            return [.. failures];
        }

        private (string Name, byte[] Bytes) Make(int n, bool mayWrite)
        {
            var hostile = new HostileText((ulong)n * 7_919 + (mayWrite ? 1UL : 0UL));
            var route = hostile.Pick(_routes);
            var allowed = route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? [];
            var method = allowed.Count > 0 && !hostile.Once(6) ? hostile.Pick(allowed) : hostile.Pick(Methods);
            var visitor = hostile.Pick(_visitors);
            var path = PathOf(route, hostile);
            var safe = method is "GET" or "HEAD" or "OPTIONS" or "TRACE";

            // Leaving would make the rest of the run anonymous.
            var leaves = path.Contains("deconnexion", StringComparison.OrdinalIgnoreCase) || path.Contains("/compte", StringComparison.OrdinalIgnoreCase) || path.Contains("depart", StringComparison.OrdinalIgnoreCase);
            var known = safe || (mayWrite && !leaves);
            var proven = mayWrite && !leaves && !hostile.Once(5);

            var head = new StringBuilder();
            head.Append(method).Append(' ').Append(path).Append(Query(hostile)).Append(hostile.Once(60) ? " HTTP/1.0\r\n" : hostile.Once(200) ? " HTTP/9.9\r\n" : " HTTP/1.1\r\n");
            head.Append("Host: ").Append(hostile.Once(40) ? hostile.Pick(["", "evil.example", "127.0.0.1:99999", "a b", "[::1", "evil.example\r\nHost: autre"]) : _instance.Address!.Authority).Append("\r\n");
            if (known)
            {
                head.Append(visitor.Headers(proven));
            }
            else if (hostile.Once(3))
            {
                head.Append(Forged(visitor, hostile));
            }

            OddHeaders(head, hostile);
            var (type, body) = safe && !hostile.Once(10) ? ("", []) : Body(route, hostile, proven ? visitor.Token : hostile.Once(2) ? HostileText.Mark : null);
            if (type.Length > 0)
            {
                head.Append("Content-Type: ").Append(type).Append("\r\n");
            }

            var chunked = body.Length > 0 && hostile.Once(15);
            head.Append(chunked ? "Transfer-Encoding: chunked\r\n" : body.Length > 0 || !safe ? $"Content-Length: {body.Length}\r\n" : "");
            head.Append("Connection: close\r\n\r\n");
            byte[] sent = chunked ? [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8] : body;
            return ($"{method} {route.RoutePattern.RawText} by {visitor.Name}", [.. Encoding.UTF8.GetBytes(head.ToString()), .. sent]);
        }

        private string PathOf(RouteEndpoint route, HostileText hostile)
        {
            var path = new StringBuilder(hostile.Once(12) ? "/en" : "");
            foreach (var segment in route.RoutePattern.PathSegments)
            {
                path.Append('/');
                foreach (var part in segment.Parts)
                {
                    path.Append(part switch
                    {
                        RoutePatternLiteralPart literal => literal.Content,
                        RoutePatternSeparatorPart separator => separator.Content,
                        _ => hostile.Once(2) ? HostileText.Encoded(hostile.Pick(_known)) : hostile.InAddress(),
                    });
                }
            }

            if (hostile.Once(30))
            {
                path.Append('/').Append(hostile.InAddress());
            }

            return path.Length == 0 ? "/" : path.ToString();
        }

        private string Query(HostileText hostile)
        {
            if (hostile.Once(3))
            {
                return "";
            }

            var query = new StringBuilder("?");
            for (var i = hostile.Below(5); i >= 0; i--)
            {
                query.Append(hostile.Once(15) ? hostile.InAddress() : hostile.Pick(Names)).Append('=')
                    .Append(hostile.Once(3) ? HostileText.Encoded(hostile.Pick(_known)) : hostile.InAddress()).Append('&');
            }

            return query.ToString();
        }

        private (string Type, byte[] Body) Body(RouteEndpoint route, HostileText hostile, string? token)
        {
            var accepts = route.Metadata.GetMetadata<IAcceptsMetadata>();
            var isApi = (route.RoutePattern.RawText ?? "").Contains("api/", StringComparison.Ordinal);
            switch (hostile.Below(12))
            {
                case 0:
                    return (hostile.Pick(["application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/xml", "", "/", "application/json; charset=\"", "image/png", "application/x-www-form-urlencoded; charset=utf-7"]), hostile.Bytes());
                case 1:
                    return ("application/json", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(hostile.Pick(["[", "{\"a\":", "{\"item\":{"]), hostile.Pick([5, 70, 5_000])))));
                case 2:
                    return (hostile.Pick(["multipart/form-data; boundary=x", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"x\"; boundary=y"]), Multipart(hostile, token, broken: true));
                case 3 when accepts?.ContentTypes.Contains("multipart/form-data") == true:
                case 4 when !isApi:
                    return ("multipart/form-data; boundary=x", Multipart(hostile, token, broken: false));
            }

            if (isApi)
            {
                return ("application/json", Encoding.UTF8.GetBytes(Json(accepts?.RequestType ?? typeof(object), hostile, 0)?.ToJsonString() ?? "null"));
            }

            var form = new StringBuilder();
            if (token is not null)
            {
                form.Append("__RequestVerificationToken=").Append(HostileText.Encoded(token)).Append('&');
            }

            foreach (var name in _fields.GetValueOrDefault(route, []).Concat(Enumerable.Range(0, hostile.Below(4)).Select(_ => hostile.Pick(Names))))
            {
                if (!hostile.Once(5))
                {
                    form.Append(name).Append('=').Append(hostile.Once(3) ? HostileText.Encoded(hostile.Pick(_known)) : hostile.InAddress()).Append('&');
                }
            }

            return ("application/x-www-form-urlencoded", Encoding.UTF8.GetBytes(form.ToString()));
        }

        private static byte[] Multipart(HostileText hostile, string? token, bool broken)
        {
            var body = new StringBuilder();
            if (token is not null)
            {
                body.Append("--x\r\nContent-Disposition: form-data; name=\"__RequestVerificationToken\"\r\n\r\n").Append(token).Append("\r\n");
            }

            for (var i = hostile.Below(4); i >= 0; i--)
            {
                body.Append("--x\r\nContent-Disposition: form-data; name=\"").Append(hostile.Pick(Names)).Append('"');
                if (hostile.Once(2))
                {
                    body.Append("; filename=\"").Append(broken ? hostile.Text() : "../" + HostileText.Mark + ".csv").Append('"');
                }

                body.Append(broken && hostile.Once(3) ? "\r\n" : "\r\n\r\n").Append(hostile.Text()).Append("\r\n");
            }

            return Encoding.UTF8.GetBytes(body.Append(broken && hostile.Once(2) ? "--x" : "--x--\r\n").ToString());
        }

        /// <summary>A body with the fields of its type, filled with what is not meant for them.</summary>
        private JsonNode? Json(Type type, HostileText hostile, int depth)
        {
            type = Nullable.GetUnderlyingType(type) ?? type;
            var item = type == typeof(string) ? null : type.IsArray ? type.GetElementType() : type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
            if (hostile.Once(8) || depth > 4 || type.Namespace?.StartsWith("RepairNet", StringComparison.Ordinal) != true && item is null)
            {
                return Value(hostile);
            }

            if (item is not null)
            {
                return new JsonArray([.. Enumerable.Range(0, hostile.Pick([0, 1, 2, 2, 300])).Select(_ => Json(item, hostile, depth + 1))]);
            }

            var body = new JsonObject();
            foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public))
            {
                if (!hostile.Once(6))
                {
                    body[JsonNamingPolicy.CamelCase.ConvertName(property.Name)] = Json(property.PropertyType, hostile, depth + 1);
                }
            }

            if (hostile.Once(5))
            {
                body["isOperator"] = true;
            }

            return body;
        }

        private JsonNode? Value(HostileText hostile) => hostile.Below(9) switch
        {
            0 => null,
            1 => JsonValue.Create(hostile.Pick([-1, 0, int.MaxValue, int.MinValue])),
            2 => JsonValue.Create(hostile.Pick([1e308, -1e308, 0.1, 1e-320])),
            3 => JsonValue.Create(hostile.Once(2)),
            4 => new JsonArray(JsonValue.Create(Whole(hostile.Text()))),
            5 => new JsonObject { [HostileText.Mark] = JsonValue.Create(1) },
            6 => JsonValue.Create(hostile.Pick(_known)),
            _ => JsonValue.Create(Whole(hostile.Text())),
        };

        // The writer of JSON refuses half characters; the broken ones come in forms and addresses.
        private static string Whole(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

        private static string Forged(Visitor visitor, HostileText hostile) => hostile.Below(5) switch
        {
            0 => "Authorization: Bearer rn_" + HostileText.Mark + "\r\n",
            1 => "Authorization: " + hostile.Pick(["Basic YTpi", "Bearer", "Bearer  ", "Negotiate " + HostileText.Mark, "bearer " + new string('a', 4_000)]) + "\r\n",
            2 => $"Cookie: session=CfDJ8{HostileText.Mark}; formulaire={HostileText.Mark}\r\n",
            3 => $"Cookie: {visitor.CookieFlipped()}\r\n",
            _ => "Cookie: ;;=; session; =" + HostileText.Mark + "; $Version=1\r\n",
        };

        private static void OddHeaders(StringBuilder head, HostileText hostile)
        {
            for (var i = hostile.Below(4); i > 0; i--)
            {
                head.Append(hostile.Pick(
                [
                    "Accept: " + HostileText.Mark, "Accept: */*;q=" + HostileText.Mark, "Accept-Language: ../../" + HostileText.Mark, "Accept-Encoding: br;q=x, gzip;q=9,,", "Accept-Encoding: " + new string(',', 500),
                    "Range: bytes=9-1,-,5", "Range: bytes=0-18446744073709551615", "If-None-Match: " + HostileText.Mark, "If-None-Match: \"", "If-Modified-Since: hier", "If-Match: *",
                    "X-Forwarded-For: " + HostileText.Mark, "X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example", "X-Original-URL: /admin", "X-HTTP-Method-Override: DELETE", "Forwarded: for=\"" + HostileText.Mark,
                    "Origin: null", "Origin: https://evil.example", "Referer: javascript:" + HostileText.Mark, "User-Agent: " + new string('u', 3_000), "User-Agent: ${jndi:ldap://" + HostileText.Mark + "}",
                    "Idempotency-Key: " + HostileText.Mark + new string('k', 500), "Content-Encoding: gzip", "Content-Language: " + HostileText.Mark, "Cookie: a=" + new string('c', 6_000), "X-" + new string('h', 400) + ": 1",
                    "RequestVerificationToken: " + HostileText.Mark, "Upgrade: websocket", "Upgrade: h2c", "TE: trailers", "DNT: \u00e9", "X-Vide:",
                ])).Append("\r\n");
            }
        }

        private async Task<int> AnswerAsync(byte[] request)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            using var socket = new TcpClient { NoDelay = true };
            await socket.ConnectAsync(_instance.Address!.Host, _instance.Address.Port, patience.Token);
            var stream = socket.GetStream();
            try
            {
                await stream.WriteAsync(request, patience.Token);
                var buffer = new byte[16_384];
                var begun = 0;
                while (begun < 12 && await stream.ReadAsync(buffer.AsMemory(begun), patience.Token) is > 0 and var read)
                {
                    begun += read;
                }

                var status = begun >= 12 && int.TryParse(Encoding.ASCII.GetString(buffer, 9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

                // To its end, so that a failure while the body is written is one too: the connection would break off.
                while (await stream.ReadAsync(buffer, patience.Token) > 0)
                {
                }

                return status;
            }
            catch (IOException)
            {
                // Refused by closing the door, as a server may whose patience for a body is over.
                return 0;
            }
        }

        public ValueTask DisposeAsync() => _instance.DisposeAsync();

        /// <summary>Names that some route knows: in a query or a form, each may meet something that reads it.</summary>
        private static IReadOnlyList<string> Names { get; } =
        [
            .. new[]
            {
                "handler", "returnUrl", "lang", "page", "after", "q", "limit", "territory", "from", "to", "groupBy", "factors", "commune", "objet", "communeChoisie", "du", "au", "jour", "vue", "mois", "lieu", "organisation", "service", "debut",
                "rayon", "annee", "periode", "comparer", "categorie", "etabli", "donne", "numero", "fait", "radiusKm", "category", "near", "lat", "lon", "date", "status", "name", "vu", "reponse", "_method", "objet2", "marque2", "panne2", "id", "cle",
            },
            .. typeof(RepairNet.Web.Hosting.RepairNetHost).Assembly.GetTypes().SelectMany(t => t.GetProperties()).Select(BoundName).OfType<string>().Where(n => n.Length > 0),
        ];

        private static IReadOnlyList<string> FieldsOf(CompiledPageActionDescriptor page) =>
            [.. page.BoundProperties.Select(p => p.BindingInfo?.BinderModelName ?? p.Name).Concat(page.HandlerMethods.SelectMany(h => h.Parameters).Select(p => p.BindingInfo?.BinderModelName ?? p.Name)).Where(n => n.Length > 0)];

        private static string? BoundName(PropertyInfo property) =>
            property.GetCustomAttribute<Microsoft.AspNetCore.Mvc.BindPropertyAttribute>() is { } bound ? bound.Name ?? property.Name : null;
    }

    /// <summary>Someone of a role, with what proves it.</summary>
    private sealed record Visitor(string Name, string Cookie, string Bearer, string Token)
    {
        public static async Task<Visitor> ComeAsync(TestInstance instance, Actor? actor, bool bearer)
        {
            if (bearer)
            {
                return new Visitor("bearer", "", await instance.TokenOf(actor!), "");
            }

            var session = actor is null ? "" : await instance.SessionOf(actor) is var (name, value) ? $"{name}={value}" : "";
            using var request = new HttpRequestMessage(HttpMethod.Get, actor is null ? "/connexion" : "/compte");
            if (session.Length > 0)
            {
                request.Headers.Add("Cookie", session);
            }

            using var page = await instance.Client.SendAsync(request);
            var form = page.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]).First(c => c.StartsWith("formulaire", StringComparison.Ordinal));
            var token = (await page.PageAsync()).QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            return new Visitor(actor is null ? "anyone" : "session", session.Length > 0 ? $"{session}; {form}" : form, "", token);
        }

        public string Headers(bool proven) => Bearer.Length > 0 ? $"Authorization: Bearer {Bearer}\r\n" : proven || Cookie.Contains("session", StringComparison.Ordinal) ? $"Cookie: {Cookie}\r\n" : "";

        /// <summary>With one letter of the secret changed.</summary>
        public string CookieFlipped() => Cookie.Length < 60 ? "session=" + HostileText.Mark : Cookie[..50] + (Cookie[50] == 'A' ? 'B' : 'A') + Cookie[51..];
    }
}
