using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;

namespace RepairNet.Application.Bookings.Contract;

/// <summary>Links that an area above gives to people who have no account: they leave in the same letter as those of appointments.</summary>
public interface IPersonalLinks
{
    /// <summary>The links of today of what this person has there, as long as they answer.</summary>
    /// <param name="contactKey"><see cref="Contact.Key"/> of an e-mail address.</param>
    /// <param name="language">Of the letter.</param>
    /// <param name="most">As many at most.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    Task<IReadOnlyList<PersonalLink>> OfAsync(string contactKey, Language language, int most, CancellationToken cancellationToken);

    /// <summary>Subject of a letter that brings nothing else: « Retrouver vos inscriptions ».</summary>
    string Subject(Texts t);
}

/// <param name="Contact">Whose it is.</param>
/// <param name="Facts">What it opens, as names and values.</param>
/// <param name="Label">What following it does.</param>
/// <param name="Address">Absolute, with its secret.</param>
public sealed record PersonalLink(Contact Contact, IReadOnlyList<(string Name, string? Value)> Facts, string Label, string Address);
