using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;
using RepairNet.Web.Hosting;
using RepairNet.Web.Identity;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>
/// The item one left, for whoever holds its link: where it stands, and its quote to accept or refuse. A GET changes nothing: mail
/// readers open links by themselves.
/// </summary>
[AllowedTo(Permission.SearchAndBook)]
[EnableRateLimiting(Limits.Bookings)]
public sealed class OwnItemModel(IMediator mediator, EquipmentCatalogue equipment, SiteLinks links, LinkPasses passes, Texts texts) : PageModel
{
    public OwnItemView Item { get; private set; } = null!;

    /// <summary>Why the answer was not taken; null when it was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>What people call the object: « Aspirateur Rowenta ».</summary>
    public string Name => string.Join(' ', new[] { CategoryName, Item.Item.Brand, Item.Item.Model }.Where(t => !string.IsNullOrEmpty(t)));

    public ZonedDateTime LeftAt => Item.LeftAt.InZone(Item.Zone);

    /// <summary>« mardi 3 mars », the year when it is another.</summary>
    public string Day(Instant at) => texts.Display.Day(at.InZone(Item.Zone).Date, Item.Today);

    /// <summary>The link itself, for who has no message to find it in again.</summary>
    public string PersonalLink => links.ItemLeft(Item.Secret, texts.Language);

    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        if (passes.SecretOf(HttpContext, LinkKind.Item, secret) is not { } opened || !await LoadAsync(opened, cancellationToken))
        {
            return NotFound();
        }

        return LinkKind.Item.IsName(secret) ? Page() : passes.Open(this, LinkKind.Item, Item.Slip, opened);
    }

    /// <summary>« Changer mon lien secret ».</summary>
    public async Task<IActionResult> OnPostRenewAsync([FromRoute(Name = "secret")] string key, CancellationToken cancellationToken) =>
        passes.SecretOf(HttpContext, LinkKind.Item, key) is { } secret
            ? await (await mediator.Send(new RenewItemLink(secret), cancellationToken)).Match<Task<IActionResult>>(
                renewed => Task.FromResult(Renewed(renewed)),
                _ => RefusedAsync(secret, texts["Vous avez déjà changé ce lien plusieurs fois."], cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()))
            : NotFound();

    public async Task<IActionResult> OnPostAsync([FromRoute(Name = "secret")] string key, [FromForm(Name = "devis")] int? quote, [FromForm(Name = "reponse")] string? answer, CancellationToken cancellationToken)
    {
        if (passes.SecretOf(HttpContext, LinkKind.Item, key) is not { } secret || quote is not { } number || Answer(answer) is not { } given)
        {
            return NotFound();
        }

        var outcome = await mediator.Send(new AnswerQuote(secret, number, given), cancellationToken);
        return await outcome.Match(
            async _ => await LoadAsync(secret, cancellationToken) ? passes.Open(this, LinkKind.Item, Item.Slip, secret) : NotFound(),
            already => RefusedAsync(secret, already.Given == QuoteAnswer.Accepted ? texts["Vous avez déjà accepté ce devis. Pour changer d’avis, appelez l’atelier."] : texts["Vous avez déjà refusé ce devis. Pour changer d’avis, appelez l’atelier."], cancellationToken),
            _ => RefusedAsync(secret, texts["Ce devis n’est plus valable. Appelez l’atelier pour en demander un autre."], cancellationToken),
            _ => RefusedAsync(secret, texts["Un autre devis a remplacé celui-ci. Lisez-le avant de répondre."], cancellationToken),
            _ => RefusedAsync(secret, texts["Ce devis n’attend plus de réponse : votre objet est prêt, ou déjà repris."], cancellationToken),
            _ => Task.FromResult<IActionResult>(NotFound()));
    }

    /// <summary>The button that was pressed; null when it is none.</summary>
    internal static QuoteAnswer? Answer(string? pressed) => pressed switch
    {
        "oui" => QuoteAnswer.Accepted,
        "non" => QuoteAnswer.Refused,
        _ => null,
    };

    private string CategoryName => equipment.FindCategory(Item.Item.Category) is not { } category ? Item.Item.Category
        : texts.Language == Language.English ? category.NameEn : category.NameFr;

    /// <summary>As for a booking: by mail, or for who has no address on this page alone.</summary>
    private IActionResult Renewed(ItemLinkRenewed renewed)
    {
        if (!renewed.IsMailed)
        {
            return passes.Open(this, LinkKind.Item, renewed.Item.Slip, renewed.Item.Secret, "?fait=lien");
        }

        passes.Forget(HttpContext, LinkKind.Item, renewed.Item.Slip);
        return Redirect($"{Request.PathBase}/retrouver?fait=lien");
    }

    private async Task<IActionResult> RefusedAsync(string secret, string why, CancellationToken cancellationToken)
    {
        Refusal = why;
        Response.StatusCode = StatusCodes.Status409Conflict;
        return await LoadAsync(secret, cancellationToken) ? Page() : NotFound();
    }

    private async Task<bool> LoadAsync(string secret, CancellationToken cancellationToken)
    {
        var found = (await mediator.Send(new ShowItemLeft(secret), cancellationToken)).TryPickT0(out var item, out _);
        Item = item;
        return found;
    }
}
