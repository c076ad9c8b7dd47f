using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Bookings;

/// <summary>
/// Someone lost their links and asks for them. Written for every address and every reference alike, known or not: neither the
/// answer nor its delay tells. Who it concerns is found when the letter is written.
/// </summary>
public sealed class LostLinks
{
    /// <summary>Letters for one address, or one reference, within <see cref="Pause"/>: nobody's letter box is filled by a stranger.</summary>
    public const int Allowed = 3;

    /// <param name="id">Its identifier.</param>
    /// <param name="contactKey"><see cref="Contact.Key"/> of an e-mail address; null when none was given.</param>
    /// <param name="reference">Of one booking; null for all that are to come.</param>
    /// <param name="language">Of the letter: <c>fr</c> or <c>en</c>.</param>
    /// <param name="askedAt">Now.</param>
    public LostLinks(LostLinksId id, string? contactKey, BookingReference? reference, string language, Instant askedAt)
    {
        if (contactKey is null && reference is null)
        {
            throw new ArgumentException("Links are found by an e-mail address, a reference or both.", nameof(contactKey));
        }

        (Id, ContactKey, Reference, Language, AskedAt) = (id, contactKey, reference?.Value, language, askedAt);
    }

    private LostLinks() => Language = "";

    /// <summary>The time in which <see cref="Allowed"/> are counted.</summary>
    public static Duration Pause => Duration.FromHours(1);

    public LostLinksId Id { get; private set; }
    public string? ContactKey { get; private set; }
    public string? Reference { get; private set; }
    public string Language { get; private set; }
    public Instant AskedAt { get; private set; }
}
