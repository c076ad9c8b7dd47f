using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse.Collecting;
using RepairNet.Domain.Reuse.Collecting;
using RepairNet.Web.Hosting;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>One's request to have things collected at home, for whoever holds its link. A GET changes nothing: mail readers open links by themselves.</summary>
[AllowedTo(Permission.OfferItems)]
public sealed class CollectionModel(IMediator mediator, LinkPasses passes, SiteLinks links, Texts texts) : FormPage
{
    private static readonly Dictionary<string, string> Fields = new() { ["text"] = "texte", ["name"] = "nom", ["email"] = "email", ["phone"] = "tel", ["address"] = "adresse", ["note"] = "note" };

    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    [BindProperty(Name = "texte")]
    public string? Text { get; set; }

    [BindProperty(Name = "nom")]
    public string? Name { get; set; }

    [BindProperty(Name = "adresse")]
    public string? Address { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "tel")]
    public string? Phone { get; set; }

    [BindProperty(Name = "note")]
    public string? Note { get; set; }

    public CollectionView Collection { get; private set; } = null!;

    /// <summary>It no longer stood so that this could be done.</summary>
    public bool Late { get; private set; }

    /// <summary>What was typed of oneself is wrong.</summary>
    public bool IsWrong { get; private set; }

    /// <summary>The link itself, for who has no message to find it in again.</summary>
    public string PersonalLink => links.Collection(Collection.Secret, texts.Language);

    public string Heading => Collection.Status switch
    {
        CollectionStatus.Requested => Collection.CancelReason is not null ? texts["La tournée n’a pas lieu"] : Collection.Declined > 0 ? texts["Un autre jour vous sera proposé"] : texts["Votre demande est bien arrivée"],
        CollectionStatus.Asked => texts["La ressourcerie a une question"],
        CollectionStatus.Proposed => texts["Ce jour vous va-t-il ?"],
        CollectionStatus.Confirmed => texts["C’est convenu"],
        CollectionStatus.PickedUp => texts["Merci pour vos objets"],
        CollectionStatus.Absent => texts["Nous sommes passés et n’avons trouvé personne"],
        CollectionStatus.Refused => texts["La ressourcerie ne peut pas passer"],
        CollectionStatus.Withdrawn => texts["Votre demande est retirée"],
        CollectionStatus.Expired => texts["Votre demande est close"],
    };

    public string Lead => Collection.Status switch
    {
        CollectionStatus.Requested => Collection.CancelReason ?? texts["La ressourcerie vous répond bientôt. Gardez vos objets au sec d’ici là."],
        CollectionStatus.Asked => texts["Elle vous répondra dès que vous aurez écrit."],
        CollectionStatus.Proposed => texts["Une place vous est gardée dans la tournée. Dites-nous vite si ce jour vous va."],
        CollectionStatus.Confirmed => texts["Nous vous le rappellerons la veille. Soyez là, ou laissez les objets à quelqu’un."],
        CollectionStatus.PickedUp => texts["Ils sont pesés, triés, remis en état si possible, et retrouvent une utilité près de chez vous."],
        CollectionStatus.Absent => texts["La ressourcerie peut vous proposer un autre jour. Appelez-la si vous le souhaitez."],
        CollectionStatus.Refused => texts["Voici pourquoi, et où aller."],
        CollectionStatus.Withdrawn => texts["Merci de l’avoir dit : quelqu’un d’autre prendra cette place."],
        CollectionStatus.Expired => texts["Plus rien n’est prévu pour elle. Vous pouvez en faire une autre."],
    };

    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        if (SecretOf(secret) is not { } opened || !await LoadAsync(opened, cancellationToken))
        {
            return NotFound();
        }

        (Name, Address, Email, Phone, Note) = (Collection.Contact.Name, Collection.Address, Collection.Contact.Email, Collection.Contact.Phone, Collection.Note);
        return LinkKind.Collection.IsName(secret) ? Page() : passes.Open(this, LinkKind.Collection, Collection.Id.ToString(), opened);
    }

    public Task<IActionResult> OnPostConfirmAsync(string secret, CancellationToken cancellationToken) => ActAsync(secret, CollectionAct.Confirm, "jour", cancellationToken);

    public Task<IActionResult> OnPostDeclineAsync(string secret, CancellationToken cancellationToken) => ActAsync(secret, CollectionAct.Decline, "autre-jour", cancellationToken);

    public Task<IActionResult> OnPostWithdrawAsync(string secret, CancellationToken cancellationToken) => ActAsync(secret, CollectionAct.Withdraw, "retrait", cancellationToken);

    public Task<IActionResult> OnPostReplyAsync(string secret, CancellationToken cancellationToken) => ActAsync(secret, CollectionAct.Reply, "reponse", cancellationToken);

    /// <summary>« Enregistrer »: another address, another way to be reached.</summary>
    public Task<IActionResult> OnPostChangeAsync(string secret, CancellationToken cancellationToken) =>
        DoAsync(secret, opened => mediator.Send(new ChangeCollection(opened, new CollectionFields(Name, Email, Phone, Address, Note, null)), cancellationToken), "modif", cancellationToken);

    private Task<IActionResult> ActAsync(string key, CollectionAct act, string noted, CancellationToken cancellationToken) =>
        DoAsync(key, opened => mediator.Send(new ActOnCollection(opened, act, Text), cancellationToken), noted, cancellationToken);

    private async Task<IActionResult> DoAsync(string key, Func<string, Task<OneOf.OneOf<CollectionView, CollectionChanged, NotFound>>> act, string noted, CancellationToken cancellationToken)
    {
        if (SecretOf(key) is not { } opened)
        {
            return NotFound();
        }

        try
        {
            return (await act(opened)).Match<IActionResult>(
                done =>
                {
                    passes.Give(HttpContext, LinkKind.Collection, done.Id.ToString(), done.Secret);
                    return Redirect($"{Request.PathBase}/collecte/{done.Id}?fait={noted}");
                },
                late =>
                {
                    (Collection, Late) = (late.Collection, true);
                    Response.StatusCode = StatusCodes.Status409Conflict;
                    return Page();
                },
                _ => NotFound());
        }
        catch (InvalidRequestException refusal)
        {
            IsWrong = noted == "modif";
            return await LoadAsync(opened, cancellationToken) ? Wrong(refusal, Fields) : NotFound();
        }
    }

    private string? SecretOf(string key) => passes.SecretOf(HttpContext, LinkKind.Collection, key);

    private async Task<bool> LoadAsync(string secret, CancellationToken cancellationToken)
    {
        if (!(await mediator.Send(new GetCollection(secret), cancellationToken)).TryPickT0(out var found, out _))
        {
            return false;
        }

        Collection = found;
        return true;
    }
}
