using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Repairs;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Repairs;
using RepairNet.Web.Pages.Bookings;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>An item left at the workshop: its slip, its quotes and their answers, « ready », « handed back ».</summary>
[AllowedTo(Permission.ReadRepairs)]
public sealed class ItemLeftModel(IMediator mediator, EquipmentCatalogue equipment, Texts texts) : WorkPage(mediator, equipment, texts)
{
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["amountCents"] = "montant",
        ["text"] = "travail",
        ["validUntil"] = "jusquau",
    };

    [BindProperty(Name = "montant")]
    public string? Amount { get; set; }

    [BindProperty(Name = "travail")]
    public string? Work { get; set; }

    [BindProperty(Name = "jusquau")]
    public string? Until { get; set; }

    /// <summary>What was just done, in the address.</summary>
    [BindProperty(SupportsGet = true, Name = "fait")]
    public string? Noted { get; set; }

    public ItemLeftView Item { get; private set; } = null!;

    /// <summary>Why what was asked cannot be done; null when it can.</summary>
    public string? Refusal { get; private set; }

    public QuoteView? Last => Item.Quotes.Count > 0 ? Item.Quotes[0] : null;

    public string? Message => Noted switch
    {
        "depot" => Texts["C’est noté. Écrivez ce numéro sur l’objet, et donnez-le à la personne : {0}", Item.Slip],
        "devis" => Texts["Le devis est proposé. {0}", Way],
        "pret" => Texts["L’objet est prêt. {0}", Item.ReadyToldAt is { } told && told < Item.Since ? Texts["Cette personne le sait depuis le {0} : rien ne lui est redit.", Texts.Display.Moment(At(told).LocalDateTime, Item.Today)] : Way],
        "reponse" => Texts["La réponse est notée."],
        "pas-pret" => Texts["C’est noté : l’objet n’est pas prêt."],
        "pas-repris" => Texts["C’est noté : l’objet est toujours à l’atelier."],
        "repris" => Texts["C’est noté : l’objet est rendu."],
        "prevenu" => Texts["C’est noté : cette personne est prévenue."],
        "sans-reponse" => Texts["C’est noté : pas de réponse. Elle reste dans la liste."],
        "lien" => Item.Contact.Email is { } email ? Texts["L’ancien lien ne marche plus. Le nouveau part à {0}.", email] : Texts["L’ancien lien ne marche plus."],
        _ => null,
    };

    /// <summary>How the person learns it.</summary>
    public string Way => Item.Contact.Email is not null ? Texts["Un message part à {0}.", Item.Contact.Email]
        : Item.Contact.Phone is not null ? Texts["Cette personne n’a pas d’e-mail : elle est dans la liste « À appeler »."]
        : Texts["Cette personne n’a laissé ni e-mail ni téléphone."];

    /// <summary>When the person was told that an item which is at the bench is ready; null where that is not so.</summary>
    public Instant? ToldTooSoon => Item.IsAtTheBench ? Item.ReadyToldAt : null;

    public ZonedDateTime At(Instant at) => at.InZone(Item.Zone);

    /// <summary>« mardi 3 mars », the year when it is another.</summary>
    public string Day(Instant at) => Texts.Display.Day(At(at).Date, Item.Today);

    public async Task<IActionResult> OnGetAsync(string slip, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(slip, cancellationToken))
        {
            return NotFound();
        }

        Begin();
        return Page();
    }

    /// <summary>« Proposer ce devis ».</summary>
    [AllowedTo(Permission.RecordRepairs)]
    public async Task<IActionResult> OnPostAsync(string slip, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(slip, cancellationToken))
        {
            return NotFound();
        }

        try
        {
            var outcome = await Mediator.Send(new ProposeQuote(slip, EuroText.Cents(Amount), Work, TypedDay.Read(Until)), cancellationToken);
            return await outcome.Match(
                _ => Task.FromResult(Back("devis")),
                _ => RefusedAsync(slip, Texts["Cet objet est prêt ou rendu : il ne reçoit plus de devis."], cancellationToken),
                _ => Task.FromResult<IActionResult>(NotFound()));
        }
        catch (InvalidRequestException refusal)
        {
            ModelState.Add(refusal, Fields);
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
    }

    /// <summary>What the person answered, said at the desk.</summary>
    [AllowedTo(Permission.RecordRepairs)]
    public async Task<IActionResult> OnPostAnswerAsync(string slip, [FromForm(Name = "devis")] int? quote, [FromForm(Name = "reponse")] string? answer, CancellationToken cancellationToken)
    {
        if (quote is not { } number || OwnItemModel.Answer(answer) is not { } given || !await LoadAsync(slip, cancellationToken))
        {
            return NotFound();
        }

        var outcome = await Mediator.Send(new NoteQuoteAnswer(slip, number, given), cancellationToken);
        return await outcome.Match(
            _ => Task.FromResult(Back("reponse")),
            already => RefusedAsync(slip, already.Given == QuoteAnswer.Accepted ? Texts["Ce devis est déjà accepté. Si la personne change d’avis, proposez un autre devis."] : Texts["Ce devis est déjà refusé. Si la personne change d’avis, proposez un autre devis."], cancellationToken),
            _ => RefusedAsync(slip, Texts["Ce devis n’est plus valable. Proposez-en un autre."], cancellationToken),
            _ => RefusedAsync(slip, Texts["Un autre devis a remplacé celui-ci."], cancellationToken),
            _ => RefusedAsync(slip, Texts["Cet objet est prêt ou rendu : ce devis n’attend plus de réponse."], cancellationToken),
            _ => Task.FromResult<IActionResult>(NotFound()));
    }

    /// <summary>« Prêt à être repris ».</summary>
    [AllowedTo(Permission.RecordRepairs)]
    public async Task<IActionResult> OnPostReadyAsync(string slip, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(slip, cancellationToken))
        {
            return NotFound();
        }

        return await (await Mediator.Send(new MarkItemReady(slip), cancellationToken)).Match(
            _ => Task.FromResult(Back("pret")),
            _ => RefusedAsync(slip, Texts["Cet objet est déjà rendu."], cancellationToken),
            _ => Task.FromResult<IActionResult>(NotFound()));
    }

    /// <summary>« Rendu ».</summary>
    [AllowedTo(Permission.RecordRepairs)]
    public async Task<IActionResult> OnPostCollectedAsync(string slip, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(slip, cancellationToken))
        {
            return NotFound();
        }

        return (await Mediator.Send(new CollectItem(slip), cancellationToken)).Match(_ => Back("repris"), _ => NotFound());
    }

    /// <summary>« Ce n’est pas prêt ».</summary>
    [AllowedTo(Permission.RecordRepairs)]
    public async Task<IActionResult> OnPostNotReadyAsync(string slip, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(slip, cancellationToken))
        {
            return NotFound();
        }

        return await (await Mediator.Send(new TakeBackReady(slip), cancellationToken)).Match(
            _ => Task.FromResult(Back("pas-pret")),
            _ => RefusedAsync(slip, Texts["Cet objet est déjà rendu."], cancellationToken),
            _ => Task.FromResult<IActionResult>(NotFound()));
    }

    /// <summary>« Ce n’est pas rendu ».</summary>
    [AllowedTo(Permission.RecordRepairs)]
    public async Task<IActionResult> OnPostNotCollectedAsync(string slip, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(slip, cancellationToken))
        {
            return NotFound();
        }

        return (await Mediator.Send(new TakeBackCollected(slip), cancellationToken)).Match(_ => Back("pas-repris"), _ => NotFound());
    }

    /// <summary>« Envoyer un nouveau lien »: the one before is dead.</summary>
    [AllowedTo(Permission.RecordRepairs)]
    public async Task<IActionResult> OnPostLinkAsync(string slip, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(slip, cancellationToken))
        {
            return NotFound();
        }

        return await (await Mediator.Send(new RenewItemLinkBySlip(slip), cancellationToken)).Match(
            _ => Task.FromResult(Back("lien")),
            _ => RefusedAsync(slip, Texts["Plusieurs liens viennent déjà de partir. Attendez une heure."], cancellationToken),
            _ => RefusedAsync(slip, Texts["Cet objet est rendu depuis plus de 30 jours : il n’a plus de lien."], cancellationToken));
    }

    private IActionResult Back(string done) => Redirect($"{Request.PathBase}/pro/objets-laisses/{Item.Slip}?fait={done}");

    private async Task<IActionResult> RefusedAsync(string slip, string why, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(slip, cancellationToken))
        {
            return NotFound();
        }

        Refusal = why;
        if (Until is null)
        {
            Begin();
        }

        Response.StatusCode = StatusCodes.Status409Conflict;
        return Page();
    }

    private void Begin() => Until = LocalDatePattern.Iso.Format(Item.Today.PlusDays(Quote.UsualDays));

    private async Task<bool> LoadAsync(string slip, CancellationToken cancellationToken)
    {
        var found = (await Mediator.Send(new GetItemLeft(slip), cancellationToken)).TryPickT0(out var item, out _);
        Item = item;
        return found;
    }
}
