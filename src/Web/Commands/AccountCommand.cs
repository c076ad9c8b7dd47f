using System.CommandLine;
using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Web.Hosting;

namespace RepairNet.Web.Commands;

/// <summary>
/// <c>account create</c>: makes an account or gives an existing one more to do, and prints a one-time link. <c>account
/// reset-second-factor</c>: for who lost everything. Neither asks anything.
/// </summary>
internal static class AccountCommand
{
    public static Command Create()
    {
        var email = new Argument<string>("EMAIL") { Description = "Adresse avec laquelle la personne se connecte." };
        var admin = new Option<bool>("--admin") { Description = "Elle administre l’instance." };
        var territories = new Option<string[]>("--territory") { Description = "Elle agit pour ce territoire : commune:38185, epci:200040715 ou departement:38.", HelpName = "KEY" };
        var organisations = new Option<OrganisationId[]>("--organisation")
        {
            Description = "Elle gère cette organisation.",
            HelpName = "ID",
            CustomParser = result =>
            {
                var ids = new List<OrganisationId>();
                foreach (var token in result.Tokens)
                {
                    if (Guid.TryParse(token.Value, out var id))
                    {
                        ids.Add(OrganisationId.From(id));
                    }
                    else
                    {
                        result.AddError("--organisation : donnez l’identifiant d’une organisation, 32 signes comme 019a2b3c4d5e6f708192a3b4c5d6e7f8.");
                    }
                }

                return [.. ids];
            },
        };
        var reader = new Option<bool>("--reader") { Description = "Elle lit ces territoires et ces organisations, sans rien modifier." };
        var mediator = new Option<bool>("--mediator") { Description = "Elle inscrit pour d’autres dans ces territoires, et ne voit rien d’autre de la mairie." };
        var create = new Command("create", "Crée un compte, ou complète celui qui existe, et écrit un lien qui sert une fois.") { email, admin, territories, organisations, reader, mediator };
        create.Validators.Add(result =>
        {
            if (result.GetValue(reader) && result.GetValue(mediator))
            {
                result.AddError("--reader ou --mediator : choisissez l’un des deux.");
            }
            else if ((result.GetValue(mediator) && result.GetValue(territories) is not { Length: > 0 }) || (result.GetValue(reader) && result.GetValue(territories) is not { Length: > 0 } && result.GetValue(organisations) is not { Length: > 0 }))
            {
                result.AddError("--reader va avec --territory ou --organisation, --mediator avec --territory.");
            }
        });
        create.SetAction(CommandLine.Action(async (app, parse, cancellationToken) =>
        {
            var request = new CreateAccount(parse.GetValue(email)!, parse.GetValue(admin), parse.GetValue(territories) ?? [], parse.GetValue(organisations) ?? [])
            {
                OrganisationRole = parse.GetValue(reader) ? OrganisationRole.Reader : OrganisationRole.Manager,
                TerritoryRole = parse.GetValue(reader) ? TerritoryRole.Reader : parse.GetValue(mediator) ? TerritoryRole.Mediator : TerritoryRole.Editor,
            };
            return await AsSystem.RunAsync(app, async sender => await (await sender.Send(request, cancellationToken)).Match(
                async ready =>
                {
                    await Console.Error.WriteLineAsync(ready.Created
                        ? "Compte créé. Ce lien permet de choisir un mot de passe ; il sert une fois, pendant sept jours :"
                        : "Compte complété. Ce lien permet de choisir un nouveau mot de passe ; il sert une fois, pendant sept jours :");
                    await Console.Out.WriteLineAsync(app.Services.GetRequiredService<SiteLinks>().AccountLink(ready.LinkToken));
                    return 0;
                },
                async missing =>
                {
                    await Console.Error.WriteLineAsync($"Aucune organisation n’a l’identifiant {missing.Organisation}.");
                    return 1;
                }));
        }));
        var owner = new Argument<string>("EMAIL") { Description = "Adresse du compte." };
        var reset = new Command("reset-second-factor", "Retire le second facteur de qui a perdu son téléphone et ses codes de secours ; un message l’en prévient.") { owner };
        reset.SetAction(CommandLine.Action((app, parse, cancellationToken) =>
            AsSystem.RunAsync(app, async mediator => await (await mediator.Send(new ResetSecondFactor(parse.GetValue(owner)), cancellationToken)).Match(
                async _ =>
                {
                    await Console.Error.WriteLineAsync("Second facteur retiré, sessions fermées. À sa prochaine connexion, la personne en prépare un autre.");
                    return 0;
                },
                async _ =>
                {
                    await Console.Error.WriteLineAsync("Aucun compte n’a cette adresse, ou il n’a pas de second facteur.");
                    return 1;
                }))));
        return new Command("account", "Comptes des personnes.") { create, reset };
    }
}

/// <summary><c>token create</c>: prints a bearer token, alone on standard output.</summary>
internal static class TokenCommand
{
    private const int DefaultDays = 365;

    public static Command Create()
    {
        var email = new Argument<string>("EMAIL") { Description = "Adresse du compte." };
        var days = new Option<int>("--days") { Description = "Durée de vie en jours, de 1 à 3650 (défaut : 365).", HelpName = "N", DefaultValueFactory = _ => DefaultDays };
        days.Validators.Add(CommandLine.WholeNumber);
        var create = new Command("create", "Crée un jeton pour l’API et l’écrit seul sur la sortie.") { email, days };
        create.SetAction(CommandLine.Action((app, parse, cancellationToken) =>
            AsSystem.RunAsync(app, async mediator => await (await mediator.Send(new CreateToken(parse.GetValue(email)!, parse.GetValue(days)), cancellationToken)).Match(
                async created =>
                {
                    await Console.Out.WriteLineAsync(created.Token);
                    return 0;
                },
                async _ =>
                {
                    await Console.Error.WriteLineAsync($"Aucun compte n’a cette adresse. Créez-le d’abord : repairnet account create {parse.GetValue(email)}");
                    return 1;
                }))));
        return new Command("token", "Jetons de l’API.") { create };
    }
}

/// <summary>Sends requests as the program itself, whom everything is open to.</summary>
internal static class AsSystem
{
    private const int WrongArguments = 2;

    /// <summary>Runs the work in a scope of its own; what is wrong with a request is written out, and the exit code is then 2.</summary>
    public static async Task<int> RunAsync(WebApplication app, Func<IMediator, Task<int>> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<ActingAs>().Actor = Actor.System;
        try
        {
            return await work(scope.ServiceProvider.GetRequiredService<IMediator>());
        }
        catch (InvalidRequestException e)
        {
            foreach (var message in e.Errors.Values.SelectMany(messages => messages))
            {
                await Console.Error.WriteLineAsync(message);
            }

            return WrongArguments;
        }
    }
}
