using RepairNet.Application.Common;
using RepairNet.Application.Reuse.Contract;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;
using RepairNet.Domain.Reuse.Collecting;

namespace RepairNet.Application.Reuse.Collecting;

/// <summary>One thing offered, as it comes from a form.</summary>
/// <param name="Category">Code of its category; « unknown » or null for what nobody recognised.</param>
/// <param name="State">« works », « to-repair » or « unknown ».</param>
/// <param name="Photos">Photos sent with it, made already.</param>
public sealed record OfferedFields(string? Category, string? Words, string? State, bool IsBulky, IReadOnlyList<PhotoId>? Photos = null);

/// <summary>Who offers things and where they are, as it comes from a form.</summary>
/// <param name="Address">Street and number, floor, door.</param>
/// <param name="Items">What is offered.</param>
public sealed record CollectionFields(string? Name, string? Email, string? Phone, string? Address, string? Note, IReadOnlyList<OfferedFields?>? Items);

/// <summary>The rules of a request to collect at home, each with a sentence that says what to do.</summary>
internal static class CollectionRules
{
    /// <summary>Who, and what is offered, as the domain says it.</summary>
    /// <param name="communeCode">INSEE code of where the things are: a number of six digits is one of there.</param>
    /// <exception cref="InvalidRequestException">Some fields are wrong.</exception>
    public static (Contact Contact, string Address, string? Note, IReadOnlyList<OfferedItem> Items) Read(CollectionFields fields, string? communeCode, EquipmentCatalogue catalogue)
    {
        var errors = new Dictionary<string, string[]>();
        var contact = Person(fields, communeCode, Require);
        Require(fields.Items is { Count: > 0 }, "items", "Ajoutez au moins un objet.");
        Require((fields.Items?.Count ?? 0) <= CollectionRequest.MaxItems, "items", "Six objets au plus dans une demande. Retirez-en, ou faites une autre demande.");
        var items = new List<OfferedItem>();
        foreach (var (item, i) in (fields.Items ?? []).Take(CollectionRequest.MaxItems).Select((item, i) => (item, i)))
        {
            if (Item(item, $"items[{i}].", catalogue, Require) is { } offered)
            {
                items.Add(offered);
            }
        }

        return errors.Count > 0 ? throw new InvalidRequestException(errors) : (contact!, fields.Address!.Trim(), TextRules.OrNull(fields.Note?.ReplaceLineEndings("\n")), items);

        void Require(bool holds, string field, string sentence)
        {
            if (!holds)
            {
                errors.TryAdd(field, [sentence]);
            }
        }
    }

    /// <summary>Who it is and where, without what is offered.</summary>
    /// <param name="communeCode">INSEE code of where the things are.</param>
    /// <exception cref="InvalidRequestException">Some fields are wrong.</exception>
    public static (Contact Contact, string Address, string? Note) ReadPerson(CollectionFields fields, string? communeCode)
    {
        var errors = new Dictionary<string, string[]>();
        var contact = Person(fields, communeCode, (holds, field, sentence) =>
        {
            if (!holds)
            {
                errors.TryAdd(field, [sentence]);
            }
        });
        return errors.Count > 0 ? throw new InvalidRequestException(errors) : (contact!, fields.Address!.Trim(), TextRules.OrNull(fields.Note?.ReplaceLineEndings("\n")));
    }

    /// <summary>One thing; null where something is wrong with it.</summary>
    /// <param name="at">Begins the names of its fields.</param>
    public static OfferedItem? Item(OfferedFields? item, string at, EquipmentCatalogue catalogue, Action<bool, string, string> require)
    {
        var isKnown = item?.Category is not (null or "" or ReuseNames.Unknown);
        var known = isKnown ? catalogue.FindCategory(item!.Category) : null;
        require(!isKnown || known is not null, at + "category", "Cette famille d’objets n’existe pas. Choisissez-en une dans la liste.");
        var words = item?.Words?.Trim() ?? "";
        require(words.Length > 0, at + "words", "Dites ce que c’est. Exemple : armoire en pin à deux portes.");
        require(words.Length <= OfferedItem.MaxWords, at + "words", "Ce texte est trop long : 120 signes au plus.");
        require(TextRules.IsWritable(words), at + "words", TextRules.StrangeSigns);
        require(PublishedText.Of(words) == words, at + "words", "Donnez l’e-mail et le téléphone plus bas, pas ici.");
        var state = CollectionNames.ReadState(item?.State);
        require(state is not null, at + "state", "Dites dans quel état c’est : ça marche, à réparer, ou vous ne savez pas.");
        require((item?.Photos?.Count ?? 0) <= CollectionRequest.MaxPhotosOfItem, at + "photos", Photos.Contract.PhotoWords.TooMany);
        if (item is null || state is null || (isKnown && known is null))
        {
            return null;
        }

        var kg = known is not null && catalogue.DefaultFactorSet.Of(known).Weight is { } weight ? weight.Central : item.IsBulky ? OfferedItem.UnknownBulkyKg : OfferedItem.UnknownKg;
        return new OfferedItem(known?.Code, words, state.Value, item.IsBulky, (int)Math.Ceiling(kg * 1000));
    }

    private static Contact? Person(CollectionFields fields, string? communeCode, Action<bool, string, string> require)
    {
        var name = fields.Name?.Trim() ?? "";
        require(name.Length > 0, "name", "Donnez votre nom.");
        require(name.Length <= Contact.MaxName && TextRules.IsWritable(name), "name", "Ce nom est trop long : 100 signes au plus, sur une ligne.");
        var email = default(EmailAddress);
        var hasEmail = !string.IsNullOrWhiteSpace(fields.Email);
        var isEmail = hasEmail && EmailAddress.TryParse(fields.Email, out email);
        require(!hasEmail || isEmail, "email", "Cette adresse e-mail semble incomplète. Elle ressemble à : marie.blanc@exemple.fr");
        var hasPhone = !string.IsNullOrWhiteSpace(fields.Phone);
        var isPhone = Telephone.TryRead(fields.Phone, communeCode, out var number);
        require(!hasPhone || isPhone, "phone", Telephone.Incomplete);
        require(hasEmail || hasPhone, "email", "Donnez un e-mail ou un téléphone, pour que la ressourcerie puisse vous répondre.");
        var address = fields.Address?.Trim() ?? "";
        require(address.Length > 0, "address", "Donnez l’adresse où sont les objets : numéro, rue, étage.");
        require(address.Length <= CollectionRequest.MaxAddress, "address", "Ce texte est trop long : 200 signes au plus.");
        require(TextRules.IsWritable(address), "address", TextRules.StrangeSigns);
        require((fields.Note?.Trim().Length ?? 0) <= CollectionRequest.MaxText, "note", "Ce texte est trop long : 1 000 signes au plus.");
        require(TextRules.IsWritable(fields.Note?.ReplaceLineEndings(" ")), "note", TextRules.StrangeSigns);
        return name.Length is > 0 and <= Contact.MaxName && (isEmail || isPhone) ? new Contact(name, isEmail ? email.Value : null, isPhone ? number : null) : null;
    }
}

/// <summary>The words of forms for the values of this area.</summary>
public static class CollectionNames
{
    public static string Name(OfferedState state) => state switch
    {
        OfferedState.Works => "works",
        OfferedState.ToRepair => "to-repair",
        OfferedState.Unknown => "unknown",
    };

    public static OfferedState? ReadState(string? name) => Enum.GetValues<OfferedState>().Where(s => Name(s) == name).Select(s => (OfferedState?)s).FirstOrDefault();
}
