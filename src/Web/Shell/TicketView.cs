using NodaTime;

namespace RepairNet.Web.Shell;

/// <summary>A booking as a ticket, before or after it is confirmed. Show it with <c>&lt;partial name="_Ticket" model="…" /&gt;</c>.</summary>
public sealed record TicketView
{
    /// <summary>First line of a ticket without a reference, already in the language of the page: « Vous réservez ».</summary>
    public string Intro { get; init; } = "";

    /// <summary>« ECH-7K3P », once confirmed.</summary>
    public string? Reference { get; init; }

    /// <summary>Start, in the place's own time.</summary>
    public required LocalDateTime Start { get; init; }

    /// <summary>Name of the place.</summary>
    public required string Place { get; init; }

    /// <summary>Where it is, how to get in: one line each.</summary>
    public IReadOnlyList<string> Where { get; init; } = [];

    /// <summary>What the code leads to, for a scanner; null for no code.</summary>
    public string? Code { get; init; }

    /// <summary>For whom, what, how long: one line each, below the tear.</summary>
    public IReadOnlyList<string> Stub { get; init; } = [];

    /// <summary>Telephone of the place for the unexpected.</summary>
    public string? Phone { get; init; }

    /// <summary>A word on the state, when it is not simply confirmed: « Annulé ».</summary>
    public string? Status { get; init; }
}
