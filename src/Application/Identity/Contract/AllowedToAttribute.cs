namespace RepairNet.Application.Identity.Contract;

/// <summary>
/// Declares what a request, a page or an act of a page needs. A request or page without it is refused to all but the operator, and a
/// test fails. Whose resource it is, the handler of the request checks.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = false, AllowMultiple = true)]
public sealed class AllowedToAttribute(Permission permission) : Attribute
{
    public Permission Permission { get; } = permission;

    /// <summary>For a page with several addresses: the beginning of those that need this one instead.</summary>
    public string? Under { get; init; }
}
