using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Hosting;

/// <summary>Whoever sends cookies that are none of ours fills no disk: nothing of them is logged, and no page breaks.</summary>
public sealed class ForgedCookiesTests
{
    private const string Forged = "CfDJ8forged0000000000000000000000000000000000000000";

    /// <summary>Cookies of the program, each with pages that read it.</summary>
    public static TheoryData<string, string[]> Cookies => new()
    {
        { "formulaire", ["/contact/ecrire", "/connexion", "/mes-donnees", "/referencer"] },
        { "code", ["/connexion/code", "/"] },
        { "session", ["/", "/compte", "/pro/agenda"] },
        { "acces", ["/rendez-vous/ECH-7K3P", "/objet-laisse/ECH-7K3P"] },
    };

    [Theory, MemberData(nameof(Cookies))]
    public async Task A_cookie_that_nobody_sealed_is_told_nowhere(string cookie, string[] pages)
    {
        using var log = new LogLines();
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Replace = services => services.AddSingleton<ILoggerProvider>(log) });
        using var browser = instance.NewClient(cookies: false);
        string[] values = [Forged, Forged[..9], "CfDJ8", "%00%ff", new string('A', 3000), await SealedAsync(browser, cookie) is { } real ? real[..^8] : Forged];
        var before = log.All.Count;
        foreach (var value in values)
        {
            foreach (var page in pages)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, page);
                request.Headers.TryAddWithoutValidation("Cookie", $"{cookie}={value}");
                using var answer = await browser.SendAsync(request);
                ((int)answer.StatusCode).ShouldBeLessThan(500, $"{page} with {cookie}={value}");
            }
        }

        log.All.Skip(before).Where(line => line.Contains("Antiforgery", StringComparison.Ordinal) || line.Contains("Exception", StringComparison.Ordinal) || line.Contains("CfDJ8", StringComparison.Ordinal)).ShouldBeEmpty();
        log.AtLeast(LogLevel.Warning).Count.ShouldBeLessThanOrEqualTo(values.Length * pages.Length, "one line for each request, at most");
    }

    [Fact]
    public async Task A_form_sent_with_forged_halves_is_refused_without_a_trace()
    {
        using var log = new LogLines();
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite, new TestOptions { Replace = services => services.AddSingleton<ILoggerProvider>(log) });
        using var browser = instance.NewClient(cookies: false);
        var before = log.All.Count;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/contact/ecrire")
        {
            Content = new FormUrlEncodedContent([new("__RequestVerificationToken", Forged), new("vu", Forged + ".." + Forged), new("message", "Bonjour")]),
        };
        request.Headers.TryAddWithoutValidation("Cookie", $"formulaire={Forged}");

        using var answer = await browser.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        log.All.Skip(before).Where(line => line.Contains("Exception", StringComparison.Ordinal) || line.Contains("CfDJ8", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>A cookie that the program did seal, to cut short; null for those that are not given for the asking.</summary>
    private static async Task<string?> SealedAsync(HttpClient browser, string cookie)
    {
        using var answer = await browser.GetAsync("/contact/ecrire");
        return answer.Headers.TryGetValues("Set-Cookie", out var set) && set.FirstOrDefault(c => c.StartsWith(cookie + "=", StringComparison.Ordinal)) is { } found ? found[(cookie.Length + 1)..].Split(';')[0] : null;
    }
}
