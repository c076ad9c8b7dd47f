using System.Globalization;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using NodaTime.Text;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Common;
using RepairNet.Web.Api;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Reuse;

/// <summary>A tool: who has it, to whom it is lent next, and what it is.</summary>
[AllowedTo(Permission.ReadTools)]
public sealed class ToolModel(IMediator mediator, Texts texts) : ToolPage
{
    private static readonly Dictionary<string, string> LoanFields = new() { ["name"] = "emprunteur", ["email"] = "email", ["phone"] = "tel", ["dueOn"] = "retour", ["note"] = "etat" };

    [BindProperty(Name = "emprunteur")]
    public string? Borrower { get; set; }

    [BindProperty(Name = "email")]
    public string? Email { get; set; }

    [BindProperty(Name = "tel")]
    public string? Phone { get; set; }

    [BindProperty(Name = "retour")]
    public string? DueText { get; set; }

    /// <summary>The loan that the page showed.</summary>
    [BindProperty(Name = "pret")]
    public string? Loan { get; set; }

    [BindProperty(Name = "etat")]
    public string? ReturnNote { get; set; }

    [BindProperty(Name = "retire")]
    public bool Withdrawn { get; set; }

    public ToolView Tool { get; private set; } = null!;

    /// <summary>What the tool is, and whether it is lent at all.</summary>
    public string Stamp => ShownStamp.Of(Tool.Terms.Name, Tool.Terms.Number, Tool.Terms.Note, Tool.Terms.LoanDays, Tool.Terms.DepositCents, Tool.IsWithdrawn);

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) ? Fresh() : NotFound();

    /// <summary>« Prêter ».</summary>
    [AllowedTo(Permission.LendTools)]
    public async Task<IActionResult> OnPostLendAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        var due = Day(DueText, "retour");
        return await SendAsync(
            LoanFields,
            async () => (await mediator.Send(
                new LendTool(Tool.Id, Borrower, Email, Phone, due, texts.Language == Language.English ? "en" : "fr", ApiText.TryId<ToolLoanId>(Key, out var key) ? key : null), cancellationToken)).Match(
                _ => Again(), _ => Refused(texts["Quelqu’un vient de l’emprunter."]), _ => Refused(texts["Cet outil est retiré du prêt."]), _ => NotFound()));
    }

    /// <summary>« Il est revenu ».</summary>
    [AllowedTo(Permission.LendTools)]
    public async Task<IActionResult> OnPostReturnAsync(string id, CancellationToken cancellationToken) => await LoadAsync(id, cancellationToken) && ApiText.TryId<ToolLoanId>(Loan, out var loan)
        ? await SendAsync(LoanFields, async () => (await mediator.Send(new ReturnTool(Tool.Id, loan, IsOpen(loan) ? ReturnNote : null), cancellationToken)).Match(_ => Again(), _ => NotFound()))
        : NotFound();

    /// <summary>« Prolonger ».</summary>
    [AllowedTo(Permission.LendTools)]
    public async Task<IActionResult> OnPostExtendAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken) || !ApiText.TryId<ToolLoanId>(Loan, out var loan))
        {
            return NotFound();
        }

        var due = IsOpen(loan) ? Day(DueText, "retour") : null;
        return await SendAsync(
            LoanFields,
            async () => (await mediator.Send(new ExtendLoan(Tool.Id, loan, due), cancellationToken)).Match(
                _ => Again(), _ => Refused(texts["L’outil est déjà revenu."]), _ => Refused(texts["Ce prêt a déjà été prolongé trois fois."]), _ => NotFound()));
    }

    /// <summary>« Enregistrer ».</summary>
    [AllowedTo(Permission.LendTools)]
    public async Task<IActionResult> OnPostChangeAsync(string id, CancellationToken cancellationToken)
    {
        if (!await LoadAsync(id, cancellationToken))
        {
            return NotFound();
        }

        if (ShownStamp.IsStale(Request, Stamp))
        {
            BeginLoan();
            return ShownStamp.Stale(this);
        }

        var fields = Read();
        return await SendAsync(Fields, async () => (await mediator.Send(new ChangeTool(Tool.Id, fields, Withdrawn), cancellationToken)).Match(_ => Again(), _ => NotFound()), keepsTool: true);
    }

    /// <param name="keepsTool">The form of the tool is the one that was sent.</param>
    private async Task<IActionResult> SendAsync(IReadOnlyDictionary<string, string> fields, Func<Task<IActionResult>> send, bool keepsTool = false)
    {
        // What belongs to the other forms of the page was not sent: left empty, it would be erased by the next of them.
        if (!keepsTool)
        {
            BeginTool();
        }

        BeginLoan();
        if (!ModelState.IsValid)
        {
            return Wrong();
        }

        try
        {
            return await send();
        }
        catch (InvalidRequestException refusal)
        {
            return Wrong(refusal, fields);
        }
    }

    /// <summary>Of a loan that is over nothing typed is looked at: a form given back to be mended would be about whoever has the tool since.</summary>
    private bool IsOpen(ToolLoanId loan) => Tool.Open?.Id == loan;

    private IActionResult Again() => LocalRedirect(Url.Content($"~/pro/outils/{Tool.Id}?fait=1"));

    private IActionResult Fresh()
    {
        BeginTool();
        BeginLoan();
        return Page();
    }

    /// <summary>What the form of the tool begins with.</summary>
    private void BeginTool()
    {
        var terms = Tool.Terms;
        (Name, Number, Note, LoanDays) = (terms.Name, terms.Number, terms.Note, terms.LoanDays.ToString(CultureInfo.InvariantCulture));
        Deposit = terms.DepositCents == 0 ? null : (terms.DepositCents / 100m).ToString("0.##", texts.Language == Language.English ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo("fr-FR"));
        Withdrawn = Tool.IsWithdrawn;
    }

    /// <summary>What the forms of a loan begin with, where nothing was typed.</summary>
    private void BeginLoan()
    {
        Key ??= ToolLoanId.New().ToString();
        DueText ??= LocalDatePattern.Iso.Format(Tool.Today.PlusDays(Tool.Terms.LoanDays));
    }

    private async Task<bool> LoadAsync(string id, CancellationToken cancellationToken)
    {
        if (!ApiText.TryId<ToolId>(id, out var tool) || !(await mediator.Send(new GetTool(tool), cancellationToken)).TryPickT0(out var view, out _))
        {
            return false;
        }

        Tool = view;
        return true;
    }
}
