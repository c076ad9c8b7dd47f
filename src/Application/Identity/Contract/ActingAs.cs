namespace RepairNet.Application.Identity.Contract;

/// <summary>Set in a scope that no person opened (command line, job): who acts there. A request from outside never sets it.</summary>
public sealed class ActingAs
{
    public Actor? Actor { get; set; }
}
