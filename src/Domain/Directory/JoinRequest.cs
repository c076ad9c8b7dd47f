using NodaTime;
using RepairNet.Domain.Common;

namespace RepairNet.Domain.Directory;

/// <summary>Who declares an organisation, and what they say of it.</summary>
/// <param name="Address">Number and street where it receives people; null where it has none yet.</param>
public sealed record DeclaredOrganisation(
    string Name, OrganisationKinds Kinds, string CommuneCode, string? Address, string? Siret, string? Email, string? Phone, string? Website, string? Description);

/// <summary>
/// Someone without an account declares an organisation. Nothing exists of it before the link sent to their address is followed, once,
/// within a week; then this row has served, and goes.
/// </summary>
public sealed class JoinRequest
{
    /// <summary>Longest name of the person, in characters.</summary>
    public const int MaxPersonName = 80;

    /// <summary>How long the link serves, and how long what was declared is kept.</summary>
    public static readonly Duration Life = Duration.FromDays(7);

    private static readonly Duration DoublePress = Duration.FromMinutes(1);

    /// <param name="hash">SHA-256 of the link's token, in hexadecimal.</param>
    /// <param name="fingerprint">What makes two declarations the same one.</param>
    /// <param name="language">« fr » or « en »: that of the page.</param>
    public JoinRequest(JoinRequestId id, string hash, string fingerprint, DeclaredOrganisation declared, string personName, string personEmail, string language, Instant createdAt)
    {
        Id = id;
        Hash = hash;
        Fingerprint = fingerprint;
        PersonEmail = personEmail;
        CreatedAt = createdAt;
        Name = CommuneCode = PersonName = Language = "";
        Declare(declared, personName, language, createdAt);
    }

    private JoinRequest()
    {
        Hash = Fingerprint = Name = CommuneCode = PersonName = PersonEmail = Language = "";
    }

    public JoinRequestId Id { get; private set; }

    /// <summary>SHA-256 of the link's token, in hexadecimal.</summary>
    public string Hash { get; private set; }

    /// <summary>SHA-256 of the person's address, the name and the commune: one row for the same declaration, from however many browsers.</summary>
    public string Fingerprint { get; private set; }
    public string Name { get; private set; }
    public OrganisationKinds Kinds { get; private set; }

    /// <summary>INSEE code.</summary>
    public string CommuneCode { get; private set; }

    /// <summary>Number and street.</summary>
    public string? Address { get; private set; }
    public string? Siret { get; private set; }
    public string? Email { get; private set; }
    public string? Phone { get; private set; }
    public string? Website { get; private set; }
    public string? Description { get; private set; }
    public string PersonName { get; private set; }
    public string PersonEmail { get; private set; }
    public string Language { get; private set; }
    public Instant CreatedAt { get; private set; }

    /// <summary>When it was last declared.</summary>
    public Instant AskedAt { get; private set; }

    /// <summary>How many letters were asked for, the first included.</summary>
    public int Letters { get; private set; }

    /// <summary>The organisation made of it, once the address was verified.</summary>
    public OrganisationId? Became { get; private set; }

    public bool IsOpenAt(Instant now) => Became is null && now < CreatedAt + Life;

    /// <summary>Declared, or declared again: the latest words count. The week runs from the first time.</summary>
    /// <returns>Number of the letter to send; null where one has just left, after a double press.</returns>
    public int? Declare(DeclaredOrganisation declared, string personName, string language, Instant at)
    {
        ArgumentNullException.ThrowIfNull(declared);
        ArgumentException.ThrowIfNullOrWhiteSpace(declared.Name);
        ArgumentException.ThrowIfNullOrWhiteSpace(personName);
        if (declared.Kinds == OrganisationKinds.None)
        {
            throw new ArgumentException("An organisation is of one kind at least.", nameof(declared));
        }

        if (Became is null)
        {
            (Name, Kinds, CommuneCode, Address, Siret) = (declared.Name.Trim(), declared.Kinds, declared.CommuneCode, declared.Address, declared.Siret);
            (Email, Phone, Website, Description) = (declared.Email, declared.Phone, declared.Website, declared.Description);
            (PersonName, Language) = (personName.Trim(), language);
        }

        if (Letters > 0 && at < AskedAt + DoublePress)
        {
            return null;
        }

        AskedAt = at;
        return Letters++;
    }

    /// <summary>The person followed the link: the organisation exists.</summary>
    /// <exception cref="InvalidOperationException">It served, or is too old.</exception>
    public void Verify(OrganisationId organisation, Instant now)
    {
        if (!IsOpenAt(now))
        {
            throw new InvalidOperationException("This declaration has served, or is too old.");
        }

        Became = organisation;
    }
}
