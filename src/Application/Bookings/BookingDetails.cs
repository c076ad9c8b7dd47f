using FluentValidation;
using RepairNet.Application.Common;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Bookings;

/// <summary>The contact, as typed.</summary>
public sealed record ContactDetails(string? Name, string? Email, string? Phone)
{
    /// <summary>Said of an appointment by telephone, where no number is given.</summary>
    public const string WhereToCall = "Ce rendez-vous se passe au téléphone. Donnez le numéro où vous appeler.";

    internal const string Unreachable = "Donnez un e-mail ou un téléphone, pour que l’atelier puisse vous prévenir.";

    /// <summary>Whether there is a way to reach the person.</summary>
    internal bool IsReachable => BookingRules.HasText(Email) || BookingRules.HasText(Phone);

    /// <summary>What was typed, once it is known to be right.</summary>
    /// <param name="communeCode">INSEE code of where the person comes or waits: a number of six digits is one of there.</param>
    /// <exception cref="InvalidRequestException">The number is of no plan of there.</exception>
    internal Contact ToContact(string communeCode) =>
        new Contact(Name!.Trim(), BookingRules.HasText(Email) ? EmailAddress.From(Email!).Value : null, Telephone.Read(Phone, communeCode, "contact.phone"));
}

/// <summary>The item, as typed; the category is a code.</summary>
public sealed record ItemDetails(string? Category, string? Brand, string? Model, string? Problem)
{
    /// <summary>What was typed, once it is known to be right.</summary>
    internal BookedItem ToItem() => new(Category!, BookingRules.Trimmed(Brand), BookingRules.Trimmed(Model), Problem!.Trim());
}

internal sealed class ContactDetailsValidator : AbstractValidator<ContactDetails>
{
    public ContactDetailsValidator()
    {
        RuleFor(c => c.Name).Cascade(CascadeMode.Stop).Must(BookingRules.HasText).WithMessage("Donnez un nom : un prénom suffit.").Writable().Must(name => BookingRules.Fits(name, Contact.MaxName)).WithMessage("Ce nom est trop long : 100 signes au plus, sur une ligne.");
        RuleFor(c => c.Email).Must(email => !BookingRules.HasText(email) || EmailAddress.TryParse(email, out _)).WithMessage("Cette adresse e-mail semble incomplète. Elle ressemble à : marie.blanc@exemple.fr");
        RuleFor(c => c.Phone).Must(phone => !BookingRules.HasText(phone) || Telephone.IsValid(phone!)).WithMessage(Telephone.Incomplete);
    }
}

internal sealed class ItemDetailsValidator : AbstractValidator<ItemDetails>
{
    public ItemDetailsValidator(EquipmentCatalogue equipment)
    {
        RuleFor(i => i.Category).Must(category => equipment.FindCategory(category) is not null).WithMessage("Choisissez l’objet dans la liste.");
        RuleFor(i => i.Brand).Cascade(CascadeMode.Stop).Writable().Must(text => BookingRules.Fits(text, BookedItem.MaxBrand)).WithMessage("La marque est trop longue : 60 signes au plus.");
        RuleFor(i => i.Model).Cascade(CascadeMode.Stop).Writable().Must(text => BookingRules.Fits(text, BookedItem.MaxModel)).WithMessage("Le modèle est trop long : 80 signes au plus.");
        RuleFor(i => i.Problem).Must(BookingRules.HasText).WithMessage("Dites en quelques mots ce qui se passe. Exemple : il chauffe, puis il s’arrête.");
        RuleFor(i => i.Problem).WritableLines();
        RuleFor(i => i.Problem).Must(text => BookingRules.Fits(text, BookedItem.MaxProblem)).WithMessage("C’est trop long : 1 000 signes au plus.");
    }
}
