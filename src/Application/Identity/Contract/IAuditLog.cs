using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;

namespace RepairNet.Application.Identity.Contract;

/// <summary>What to write in the log of an act; who, when and from where are found by themselves.</summary>
/// <param name="Act">What was done.</param>
public sealed record AuditNote(AuditAct Act)
{
    /// <summary>Who did it, where the request does not say because they are only just recognised.</summary>
    public AccountId? By { get; init; }

    /// <summary>The account it is about.</summary>
    public AccountId? AboutAccount { get; init; }

    /// <summary>Id of what else it is about.</summary>
    public Guid? AboutId { get; init; }

    /// <summary>What it is about in words, or the key of a text. No address, nothing typed in vain: it is kept for a year.</summary>
    public string? Words { get; init; }

    /// <summary>The organisation it concerns; its commune follows.</summary>
    public OrganisationId? Organisation { get; init; }

    /// <summary>Key of the territory it concerns, as <c>commune:38185</c>.</summary>
    public string? Territory { get; init; }
}

/// <summary>The log of who did what, written in the transaction of the act: both are kept, or neither.</summary>
public interface IAuditLog
{
    Task WriteAsync(AuditNote note, CancellationToken cancellationToken);
}

/// <summary>Where each line of the log also goes, once it is committed: out of reach of whoever would take over the program or its database.</summary>
public interface IAuditStream
{
    void Tell(AuditEntry entry);
}
