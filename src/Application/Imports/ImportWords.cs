using RepairNet.Application.Common;
using RepairNet.Domain.Imports;

namespace RepairNet.Application.Imports;

/// <summary>What an import says to people, by its codes. The keys of texts, in French.</summary>
internal static class ImportWords
{
    /// <summary>Why a file is refused, and what to do about it.</summary>
    public static string Of(UnreadableFile trouble) => trouble switch
    {
        UnreadableFile.TooLarge => Texts.Key("Ce fichier dépasse 200 Mo. Coupez-le en plusieurs fichiers, chacun avec la ligne d’en-tête."),
        UnreadableFile.Empty => Texts.Key("Ce fichier est vide : il faut une ligne d’en-tête et au moins une réparation."),
        UnreadableFile.NoText => Texts.Key("Ce fichier n’est pas un tableau CSV. Dans un tableur, choisissez « Enregistrer sous », puis « CSV UTF-8 »."),
        UnreadableFile.NoColumns => Texts.Key("Il manque des colonnes. Il faut au moins : id, data_provider, country, product_category, repair_status et event_date."),
        UnreadableFile.TwiceTheSameColumn => Texts.Key("Une colonne porte deux fois le même nom : on ne sait pas laquelle lire."),
        UnreadableFile.RowTooLong => Texts.Key("Une ligne dépasse 250 000 caractères : un guillemet n’est sans doute pas refermé. Rien n’a été importé."),
        _ => throw new ArgumentOutOfRangeException(nameof(trouble)),
    };

    /// <summary>What is odd in some rows, and what was made of them.</summary>
    public static string Of(OrdsWarning warning) => warning switch
    {
        OrdsWarning.UnknownYear => Texts.Key("Année de fabrication écrite avec des points d’interrogation : gardée telle quelle."),
        OrdsWarning.ImpossibleYear => Texts.Key("Année de fabrication impossible : gardée telle quelle, sans effet."),
        OrdsWarning.ImpossibleAge => Texts.Key("Âge impossible : gardé tel quel, sans effet."),
        OrdsWarning.UnknownBarrier => Texts.Key("Obstacle inconnu du standard : gardé tel quel, compté sans obstacle."),
        OrdsWarning.UnexpectedBarrier => Texts.Key("Obstacle indiqué alors que l’objet n’est pas en fin de vie : gardé tel quel, non compté."),
        OrdsWarning.UnknownCategory => Texts.Key("Catégorie inconnue du standard : comptée dans « Autre appareil électrique ou électronique »."),
        OrdsWarning.ContradictoryCategory => Texts.Key("Le numéro et le nom de la catégorie se contredisent : le numéro compte."),
        OrdsWarning.UnknownCountry => Texts.Key("Pays absent ou inconnu : la réparation compte sous « Pays non précisé » (country:ZZZ)."),
        OrdsWarning.Mojibake => Texts.Key("Accents abîmés dans le texte : gardés tels quels."),
        OrdsWarning.HtmlEntity => Texts.Key("Codes HTML dans le texte : gardés tels quels."),
        OrdsWarning.FormulaCell => Texts.Key("Texte qu’un tableur prendrait pour une formule : gardé tel quel, protégé à l’export."),
        OrdsWarning.UnknownCommune => Texts.Key("Code de commune inconnu : comptée sans commune."),
        OrdsWarning.OutsideTerritory => Texts.Key("Commune hors du territoire choisi : comptée sans commune."),
        OrdsWarning.AlreadyImported => Texts.Key("Réparation déjà importée : rien ne change."),
        OrdsWarning.DifferentBefore => Texts.Key("Une réparation de même identifiant est déjà là, avec d’autres valeurs : la première est gardée."),
        OrdsWarning.OwnRepair => Texts.Key("Réparation de ce réseau, déjà comptée."),
        OrdsWarning.MissingColumn => Texts.Key("Colonne facultative absente."),
        OrdsWarning.NotUtf8 => Texts.Key("Le fichier n’est pas en UTF-8 : il a été lu comme Windows-1252."),
        OrdsWarning.OddLength => Texts.Key("La ligne n’a pas autant de cases que l’en-tête."),
        OrdsWarning.OldDate => Texts.Key("Date avant 2000 : la réparation compte à cette date."),
        OrdsWarning.ClosedPeriod => Texts.Key("Date d’une période close : la réparation compte le jour de l’import."),
        _ => throw new ArgumentOutOfRangeException(nameof(warning)),
    };

    /// <summary>Why a row is left out.</summary>
    public static string Of(OrdsRefusal refusal) => refusal switch
    {
        OrdsRefusal.UnreadableId => Texts.Key("Identifiant ou fournisseur absent, ou de plus de 120 caractères."),
        OrdsRefusal.UnreadableStatus => Texts.Key("État illisible. Il faut : Fixed, Repairable, End of life ou Unknown."),
        OrdsRefusal.UnreadableDate => Texts.Key("Date illisible. Il faut une date comme 2027-03-29."),
        OrdsRefusal.ImpossibleDate => Texts.Key("Date avant 1900, ou encore à venir."),
        OrdsRefusal.OpenQuote => Texts.Key("Un guillemet s’ouvre et ne se ferme pas dans la ligne."),
        OrdsRefusal.NullCharacter => Texts.Key("Une case contient un caractère nul : ce n’est pas du texte."),
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };
}
