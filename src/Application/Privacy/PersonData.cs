using NodaTime;

namespace RepairNet.Application.Privacy;

/// <summary>One thing that is held about someone.</summary>
/// <param name="Name">Its name for programs; stable.</param>
/// <param name="Label">Its name for people: the key of a text.</param>
/// <param name="Value">A text, a whole number, yes or no, an instant, a local date, or one of a closed list.</param>
public sealed record HeldFact(string Name, string Label, object Value);

/// <summary>A row of some table, as far as it is about someone.</summary>
public sealed record HeldRecord(IReadOnlyList<HeldFact> Facts);

/// <summary>What is held about someone in one matter.</summary>
/// <param name="Name">For programs; stable.</param>
/// <param name="Title">For people: the key of a text.</param>
public sealed record HeldSection(string Name, string Title, IReadOnlyList<HeldRecord> Records);

/// <summary>All that is held about an address.</summary>
/// <param name="Upcoming">Appointments still expected: erasing cancels them.</param>
/// <param name="IsAtWorkshop">An item is at a workshop, or its owner is there: nothing is erased before it is handed back.</param>
/// <param name="HasAccount">An account under this address is among them.</param>
public sealed record PersonData(string Email, Instant At, IReadOnlyList<HeldSection> Sections, int Upcoming, bool IsAtWorkshop, bool HasAccount)
{
    /// <summary>There is an account that this does not show: only who signs in to it reads it and deletes it.</summary>
    public bool IsAccountApart { get; init; }

    /// <summary>Nothing is shown of this address.</summary>
    public bool IsEmpty => Sections.Count == 0;
}
