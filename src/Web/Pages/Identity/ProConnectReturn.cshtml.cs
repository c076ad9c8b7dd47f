using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Identity;

/// <summary>Where ProConnect sends a browser back. Its answer counts once, in the browser that asked.</summary>
[AllowedTo(Permission.SignIn)]
[BeforeSecondFactor]
[PrivatePage]
public sealed class ProConnectReturnModel(IMediator mediator, IProConnect proConnect, ICurrentActor currentActor, Homes homes) : ProConnectPage(mediator)
{
    private static readonly string StaleTitle = Texts.Key("Cette identification ne sert plus");
    private static readonly string Stale = Texts.Key("Elle a déjà servi, elle a plus de dix minutes, ou elle a commencé dans un autre navigateur. Recommencez ici.");
    private static readonly string DeniedTitle = Texts.Key("Vous n’êtes pas entré");
    private static readonly string Denied = Texts.Key("Vous avez renoncé, ou ProConnect ne vous a pas laissé passer. Recommencez, ou entrez par vos moyens habituels.");
    private static readonly string DoubtedTitle = Texts.Key("La réponse de ProConnect n’est pas sûre");
    private static readonly string Doubted = Texts.Key("Nous ne l’avons pas acceptée. Recommencez ; si cela se répète, prévenez qui administre le site.");
    private static readonly string UnknownTitle = Texts.Key("Nous ne trouvons pas votre commune");
    private static readonly string Unknown = Texts.Key("Le numéro SIRET que donne ProConnect n’est celui d’aucune commune ni intercommunalité. Vous y travaillez ? Faites-le corriger dans votre compte ProConnect. Sinon, demandez une invitation à la mairie que vous aidez.");
    private static readonly string UncheckedTitle = Texts.Key("Votre lien avec votre employeur reste à vérifier");
    private static readonly string Unchecked = Texts.Key("ProConnect ne sait pas encore que vous travaillez bien pour cette commune ou cette intercommunalité. Faites vérifier votre compte ProConnect par elle, puis recommencez ; ou demandez une invitation à l’un de ses agents.");
    private static readonly string LinkedTitle = Texts.Key("Le compte n’est pas lié");
    private static readonly string Linked = Texts.Key("Cette identité ProConnect ouvre déjà un autre compte, ou ce compte en a déjà une. Déliez d’abord l’ancienne.");

    /// <summary>A letter left for this address.</summary>
    public string? SentTo { get; private set; }

    public async Task<IActionResult> OnGetAsync(
        [FromQuery(Name = "code")] string? code, [FromQuery(Name = "state")] string? state, [FromQuery(Name = "error")] string? error, [FromQuery(Name = "iss")] string? issuer, CancellationToken cancellationToken)
    {
        if (proConnect.Origin is null)
        {
            return NotFound();
        }

        var flow = await ProConnectFlows.ReadAsync(HttpContext);
        if (flow is not null && ProConnectFlows.InLanguageOf(HttpContext, flow) is { } inLanguage)
        {
            return Redirect(inLanguage);
        }

        await ProConnectFlows.EndAsync(HttpContext);
        if (flow is null || flow.Aim == ProConnectAim.SignOut || !flow.Answers(state))
        {
            return Refuse(StatusCodes.Status400BadRequest, StaleTitle, Stale);
        }

        if (!string.IsNullOrEmpty(error))
        {
            return error switch
            {
                "access_denied" => Refuse(StatusCodes.Status403Forbidden, DeniedTitle, Denied),
                "server_error" or "temporarily_unavailable" => Refuse(StatusCodes.Status503ServiceUnavailable, SilentTitle, Silent),
                _ => Refuse(StatusCodes.Status400BadRequest, DoubtedTitle, Doubted),
            };
        }

        return await (await Mediator.Send(new ReadProConnect(new ProConnectAnswer(code, issuer), flow.Question), cancellationToken)).Match(
            person => flow.Aim == ProConnectAim.Link ? LinkAsync(flow, person, cancellationToken) : EnterAsync(flow, person, cancellationToken),
            _ => Task.FromResult(Refuse(StatusCodes.Status400BadRequest, DoubtedTitle, Doubted)),
            _ => Task.FromResult(Refuse(StatusCodes.Status503ServiceUnavailable, SilentTitle, Silent)));
    }

    private async Task<IActionResult> EnterAsync(ProConnectFlow flow, ProConnectPerson person, CancellationToken cancellationToken) =>
        await (await Mediator.Send(new SignInWithProConnect(person, flow.ArrivalToken), cancellationToken)).Match<Task<IActionResult>>(
            async signedIn =>
            {
                await ProConnectFlows.RememberAsync(HttpContext, signedIn.Account, person.IdToken);
                await Sessions.SignInAsync(HttpContext, signedIn.Account, signedIn.Session);
                return LocalRedirect(homes.Next(HttpContext, Url, signedIn.Actor, flow.ReturnUrl));
            },
            async needed =>
            {
                await ProConnectFlows.RememberAsync(HttpContext, needed.Account, person.IdToken);
                await HalfSignIns.BeginAsync(HttpContext, needed, "ProConnect", flow.ReturnUrl);
                return LocalRedirect(Url.Content("~/connexion/code"));
            },
            proof =>
            {
                SentTo = proof.Email;
                return Task.FromResult<IActionResult>(Page());
            },
            _ => Task.FromResult(Refuse(StatusCodes.Status403Forbidden, UnknownTitle, Unknown)),
            _ => Task.FromResult(Refuse(StatusCodes.Status403Forbidden, UncheckedTitle, Unchecked)));

    /// <summary>Only in the session that asked, which gave its password.</summary>
    private async Task<IActionResult> LinkAsync(ProConnectFlow flow, ProConnectPerson person, CancellationToken cancellationToken)
    {
        if (flow.Account is null || (await currentActor.GetAsync(cancellationToken)).Account != flow.Account)
        {
            return Refuse(StatusCodes.Status400BadRequest, StaleTitle, Stale);
        }

        return await (await Mediator.Send(new LinkProConnect(person), cancellationToken)).Match<Task<IActionResult>>(
            async _ =>
            {
                await ProConnectFlows.RememberAsync(HttpContext, flow.Account.Value, person.IdToken);
                return LocalRedirect(Url.Content("~/compte/proconnect?lie=true"));
            },
            _ => Task.FromResult(Refuse(StatusCodes.Status409Conflict, LinkedTitle, Linked)));
    }
}
