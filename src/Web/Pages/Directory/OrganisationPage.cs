using MediatR;
using Microsoft.AspNetCore.Mvc;
using RepairNet.Application.Directory;
using RepairNet.Web.Shell;

namespace RepairNet.Web.Pages.Directory;

/// <summary>A page by which those who work for an organisation look after it, named by <c>?organisation=</c>. To others it does not exist.</summary>
public abstract class OrganisationPage(IMediator mediator) : FormPage
{
    [BindProperty(SupportsGet = true, Name = "organisation")]
    public string? Slug { get; set; }

    public OrganisationSheet Organisation { get; private set; } = null!;

    protected IMediator Mediator { get; } = mediator;

    /// <summary>Address of a page of the same organisation.</summary>
    public string Beside(string page, string query = "") => Address(Organisation.Slug, page, query);

    protected string Address(string slug, string page, string query) => $"{Request.PathBase}/pro/organisation{page}?organisation={slug}{query}";

    /// <summary>Reads the organisation; the answer to give when it is not theirs, or when only its managers come here, else null.</summary>
    protected async Task<IActionResult?> LoadAsync(bool managersOnly, CancellationToken cancellationToken)
    {
        if (!(await Mediator.Send(new GetOwnOrganisation(Slug ?? ""), cancellationToken)).TryPickT0(out var sheet, out _))
        {
            return NotFound();
        }

        Organisation = sheet;
        return managersOnly && !sheet.IsManager ? Forbid() : null;
    }

    /// <summary>Back to the overview, which says that it is done.</summary>
    protected IActionResult Saved() => Redirect(Beside("", "&fait=1"));
}
