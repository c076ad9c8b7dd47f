using System.Net.Http.Headers;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NodaTime;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Infrastructure.Identity;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.TestSupport;

/// <summary>Lets the people of a test act over HTTP: on pages with a session, on the API with a token.</summary>
public static class People
{
    /// <summary>
    /// A browser in which this person is signed in: it keeps cookies and follows no redirect. Their account and memberships
    /// are made if they are not there yet.
    /// </summary>
    public static async Task<HttpClient> SignInAs(this TestInstance instance, Actor actor, bool withSecondFactor = false)
    {
        var (name, value) = await instance.SessionOf(actor, withSecondFactor);
        var client = instance.NewClient();
        client.DefaultRequestHeaders.Add("Cookie", $"{name}={value}");
        return client;
    }

    /// <summary>The cookie of a session of this person, for a browser that is not an <see cref="HttpClient"/>.</summary>
    /// <param name="withSecondFactor">Whether they gave a code too.</param>
    public static async Task<(string Name, string Value)> SessionOf(this TestInstance instance, Actor actor, bool withSecondFactor = false)
    {
        var account = await instance.AccountOf(actor);
        await using var scope = instance.Services.CreateAsyncScope();
        var session = await scope.ServiceProvider.GetRequiredService<IAccounts>().OpenSessionAsync(account, CancellationToken.None)
            ?? throw new InvalidOperationException("The account was not made.");
        var begun = new BrowserSession(BrowserSessionId.New(), account, instance.Clock.Now, DeviceKind.Computer, "Firefox", "192.0.2…", withSecondFactor);
        await instance.AddAsync(begun);
        var options = scope.ServiceProvider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Sessions.Cookie);
        var now = instance.Clock.Now.ToDateTimeOffset();
        var ticket = new AuthenticationTicket(
            Sessions.Principal(account, session.SecurityStamp, begun.Id),
            new AuthenticationProperties { IssuedUtc = now, ExpiresUtc = now + options.ExpireTimeSpan },
            Sessions.Cookie);
        // Over https the program reads the cookie that only https may set.
        var prefix = scope.ServiceProvider.GetRequiredService<InstanceSettings>().IsHttps ? "__Host-" : "";
        return (prefix + options.Cookie.Name, options.TicketDataFormat.Protect(ticket));
    }

    /// <summary>A program that calls the API with a token of this person, good for a day.</summary>
    public static async Task<HttpClient> BearerFor(this TestInstance instance, Actor actor)
    {
        var client = instance.NewClient(cookies: false);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await instance.TokenOf(actor));
        return client;
    }

    /// <summary>A new token of this person.</summary>
    public static async Task<string> TokenOf(this TestInstance instance, Actor actor, int days = 1)
    {
        var account = await instance.AccountOf(actor);
        return (await instance.SendAsync(new CreateToken(AddressOf(account), days), Actor.System)).AsT0.Token;
    }

    /// <summary>The address of an account made here.</summary>
    public static string AddressOf(AccountId account) => $"{account}@personne.example";

    /// <summary>Makes the account and the memberships of this person, unless they are there.</summary>
    public static async Task<AccountId> AccountOf(this TestInstance instance, Actor actor)
    {
        var id = actor.Account ?? throw new ArgumentException("Nobody cannot sign in: give an actor with an account.", nameof(actor));
        if (await instance.ReadAsync(db => db.Set<Account>().FindAsync(id.Value).AsTask()) is not null)
        {
            return id;
        }

        var since = instance.Clock.Now - Duration.FromDays(30);
        var address = AddressOf(id);
        var account = new Account
        {
            Id = id.Value,
            UserName = address,
            NormalizedUserName = address.ToUpperInvariant(),
            Email = address,
            NormalizedEmail = address.ToUpperInvariant(),
            SecurityStamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(16)),
            IsOperator = actor.IsOperator,
            CreatedAt = since,
        };
        await instance.AddAsync(
        [
            account,
            .. actor.Organisations.Select(o => new OrganisationMembership(id, o.Key, o.Value, since)),
            .. actor.Territories.Select(t => new TerritoryMembership(id, t.Key.ToString(), t.Value, since)),
        ]);
        return id;
    }
}
