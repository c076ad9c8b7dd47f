using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.WebUtilities;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Shell;

/// <summary>Says what went wrong, whose turn it is, and the way out.</summary>
[AllowedTo(Permission.ReadInPublic)]
[BeforeSecondFactor]
[IgnoreAntiforgeryToken]
public sealed class ErrorModel(Texts t) : PageModel
{
    private Failure Failure => ErrorAnswers.Of(HttpContext) ?? new Failure(StatusCodes.Status404NotFound, "/", QueryString.Empty, null, []);

    public string Heading => Failure switch
    {
        { Form: GivenBack.Expired } when IsAgain => t["Relisez avant d’envoyer."],
        { Form: GivenBack.Expired } => t["Ce formulaire a expiré."],
        { Form: GivenBack.SignedOut } => t["Votre session est terminée."],
        { Form: GivenBack.Gone } => t["Rien n’est enregistré."],
        { OnlyReads: true } => t["Vous pouvez lire, mais pas modifier."],
        { Status: 401 or 403 } => t["Cette page n’est pas ouverte à votre compte."],
        { Status: 404 } when OffersLink => t["Ce lien n’ouvre rien ici."],
        { Status: 404 } => t["Cette page n’est plus au mur."],
        { Status: 405 } => t["Cette page ne s’utilise pas ainsi."],
        { Status: 413 } => t["C’est trop lourd pour nous."],
        { Status: 429 } => t["Vous allez plus vite que nous."],
        { Status: 503 } => t["L’atelier ferme un instant."],
        { Status: >= 500 } => t["Quelque chose s’est grippé chez nous."],
        _ => t["Cette demande n’est pas lisible."],
    };

    public string Advice => Failure switch
    {
        { Form: GivenBack.Expired } when IsAgain => t["Vous voilà de nouveau connecté, et rien n’est encore enregistré. Voici vos réponses une dernière fois, pour être sûrs qu’elles sont de vous : renvoyez-les, et c’est fait."],
        { Form: GivenBack.Expired } when Typed.Count > 0 && ExpiredForms.HadFiles(HttpContext) => t["La page est restée ouverte trop longtemps. Vos réponses sont encore là, mais pas les photos ni les fichiers : renvoyez-les sans eux, ou rouvrez le formulaire pour les choisir de nouveau."],
        { Form: GivenBack.Expired } when Typed.Count > 0 => t["La page est restée ouverte trop longtemps. Vos réponses sont encore là : relisez-les, puis renvoyez-les."],
        { Form: GivenBack.Expired } => t["La page est restée ouverte trop longtemps. Rien n’a été enregistré : rouvrez-la et recommencez."],
        { Form: GivenBack.SignedOut } when Typed.Count > 0 => t["Ce que vous venez d’envoyer n’est pas enregistré, mais vos réponses sont encore là. Connectez-vous dans un autre onglet, puis revenez ici les renvoyer ; elles vous seront montrées une dernière fois."],
        { Form: GivenBack.SignedOut } => t["Ce que vous venez d’envoyer n’est pas enregistré. Recopiez ce que vous aviez écrit, connectez-vous, puis recommencez."],
        { Form: GivenBack.Gone } => t["Entre-temps, ce que vous demandiez n’est plus proposé ici. Ce que vous aviez écrit est ci-dessous : cherchez ailleurs, puis recopiez-le."],
        { Form: GivenBack.TooSoon } => t["Beaucoup de demandes sont arrivées de votre réseau, et la vôtre n’est pas encore enregistrée. Vos réponses sont encore là : attendez quelques minutes, puis renvoyez-les."],
        { OnlyReads: true } => t["Votre rôle est de lecture. Pour modifier, demandez un autre rôle à qui tient la fiche, ou au guichet."],
        { Status: 401 or 403 } => t["Elle demande un autre droit que les vôtres. Si vous pensez le contraire, appelez le guichet."],
        { Status: 404 } when OffersLink => t["Ouvrez d’abord le lien de votre message, dans ce navigateur. S’il ne marche plus, il a été changé, ou le rendez-vous est passé depuis plus de 30 jours."],
        { Status: 404 } => t["L’adresse a changé, ou une lettre manque. Cherchez un créneau, ou appelez le guichet."],
        { Status: 405 } => t["Revenez à l’accueil et suivez un lien ou un bouton."],
        { Status: 413 } => t["Le fichier ou le texte dépasse la taille acceptée. Réduisez-le, puis recommencez."],
        { Status: 429 } => t["Beaucoup de demandes sont arrivées de votre réseau. Attendez une minute, puis recommencez."],
        { Status: 503 } => t["Rien n’est perdu : réessayez dans quelques secondes."],
        { Status: >= 500 } => t["Rien n’est perdu : réessayez dans un moment."],
        _ => t["Une partie de l’adresse ou du formulaire ne convient pas. Revenez en arrière et corrigez, ou repartez de l’accueil."],
    };

    public bool Expired => Failure.Form == GivenBack.Expired;

    /// <summary>Whether its sender had been shown it already, when their session had ended: on a shared computer, somebody else may have signed in since.</summary>
    private bool IsAgain => Typed.Count > 0 && ExpiredForms.WasGivenBack(HttpContext);

    /// <summary>Whether a form was sent by someone who was signed in no more.</summary>
    public bool SignedOut => Failure.Form == GivenBack.SignedOut;

    /// <summary>Whether what a form was about is no longer offered.</summary>
    public bool Gone => Failure.Form == GivenBack.Gone;

    /// <summary>Whether what a form was about is not there, or not for who sent it.</summary>
    public bool Missing => Failure.Form == GivenBack.Missing;

    /// <summary>Where one signs in, to come back to the form.</summary>
    public string SignInPage => QueryHelpers.AddQueryString(Request.PathBase + "/connexion", "returnUrl", Action);

    public bool OffersSearch => Failure.Status == StatusCodes.Status404NotFound && !OffersLink;

    /// <summary>The address is that of a secret link, or of what one opens: it can be sent again.</summary>
    public bool OffersLink => Failure.Status == StatusCodes.Status404NotFound && LinkKind.TryRead(Failure.Path, out _, out _);

    /// <summary>Where a link is sent again, with the reference that the address gives.</summary>
    public string Lost => Request.PathBase + "/retrouver" + (LinkKind.TryRead(Failure.Path, out var kind, out var key) && kind == LinkKind.Booking && kind.IsName(key) ? "?reference=" + Uri.EscapeDataString(key) : "");

    /// <summary>What to correct, keys of texts.</summary>
    public IReadOnlyList<string> Messages => Failure.Messages;

    /// <summary>What had been typed in a form that can be sent again.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Typed => field ??= Failure.Form is GivenBack.Expired or GivenBack.SignedOut or GivenBack.TooSoon ? ExpiredForms.Typed(HttpContext) : [];

    /// <summary>What of it somebody wrote.</summary>
    public IReadOnlyList<GivenAnswer> Answers => Missing ? GivenAnswer.WrittenOf(HttpContext, Failure.Page, t) : GivenAnswer.Of(HttpContext, Failure.Page, SignedOut || Gone ? ExpiredForms.Written(HttpContext) : Typed.Where(ExpiredForms.IsAnswer), t);

    /// <summary>Where the form was sent.</summary>
    public string Action => Request.PathBase + Failure.Path + Failure.Query;

    /// <summary>Where it is found again, empty: a booking form is of a service and a start.</summary>
    public string Empty => QueryHelpers.AddQueryString(Action, Typed.Where(f => f.Key is "service" or "debut").DistinctBy(f => f.Key).Select(f => KeyValuePair.Create(f.Key, (string?)f.Value)));

    public void OnGet() => Response.StatusCode = ErrorAnswers.IsShowing(HttpContext) ? Response.StatusCode : StatusCodes.Status404NotFound;
}
