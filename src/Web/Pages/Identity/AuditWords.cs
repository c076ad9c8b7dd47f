using RepairNet.Application.Common;
using RepairNet.Application.Identity;
using RepairNet.Domain.Identity;

namespace RepairNet.Web.Pages.Identity;

/// <summary>The log in plain words.</summary>
public static class AuditWords
{
    public static string Topic(Texts t, AuditTopic topic) => topic switch
    {
        AuditTopic.SignIns => t["Connexions"],
        AuditTopic.SecondFactor => t["Seconds facteurs"],
        AuditTopic.Permissions => t["Droits"],
        AuditTopic.Tokens => t["Jetons"],
        AuditTopic.Exports => t["Fichiers emportés"],
        AuditTopic.Corrections => t["Corrections"],
        AuditTopic.Closings => t["Clôtures"],
        AuditTopic.Imports => t["Imports"],
        AuditTopic.PersonalData => t["Données personnelles"],
        AuditTopic.PageTexts => t["Textes des pages"],
        AuditTopic.Accreditations => t["Agréments"],
        AuditTopic.MutualHelp => t["Entraide"],
        _ => throw new ArgumentOutOfRangeException(nameof(topic)),
    };

    public static string Act(Texts t, AuditAct act) => act switch
    {
        AuditAct.SignedIn => t["Connexion"],
        AuditAct.SignInFailed => t["Connexion refusée"],
        AuditAct.SignedOut => t["Déconnexion"],
        AuditAct.SessionsEnded => t["Sessions fermées"],
        AuditAct.PasswordChanged => t["Mot de passe changé"],
        AuditAct.SecondFactorSet => t["Second facteur mis en place"],
        AuditAct.SecondFactorRemoved => t["Second facteur retiré"],
        AuditAct.SecondFactorReset => t["Second facteur retiré par l’exploitant"],
        AuditAct.RecoveryCodesMade => t["Codes de secours refaits"],
        AuditAct.PasskeyAdded => t["Clé d’accès ajoutée"],
        AuditAct.PasskeyRemoved => t["Clé d’accès retirée"],
        AuditAct.AccountOpened => t["Compte créé"],
        AuditAct.LinkMade => t["Lien de mot de passe remis"],
        AuditAct.OperatorNamed => t["Administration donnée"],
        AuditAct.OperatorWithdrawn => t["Administration retirée"],
        AuditAct.AgentNamed => t["Agent nommé"],
        AuditAct.AgentDismissed => t["Agent retiré"],
        AuditAct.RoleChanged => t["Rôle changé"],
        AuditAct.MemberAdded => t["Accès à l’organisation donné"],
        AuditAct.MemberRemoved => t["Accès à l’organisation retiré"],
        AuditAct.HandedOver => t["Main passée"],
        AuditAct.TokenMade => t["Jeton créé"],
        AuditAct.TokenRevoked => t["Jeton coupé"],
        AuditAct.ExportDownloaded => t["Fichier téléchargé"],
        AuditAct.RepairCorrected => t["Réparation corrigée"],
        AuditAct.RepairWithdrawn => t["Réparation retirée"],
        AuditAct.PeriodClosed => t["Période clôturée"],
        AuditAct.ImportStarted => t["Fichier importé"],
        AuditAct.LogPurged => t["Lignes trop anciennes effacées"],
        AuditAct.DataErased => t["Données d’une personne effacées à sa demande"],
        AuditAct.AccountErased => t["Compte effacé"],
        AuditAct.PageTextChanged => t["Texte d’une page changé"],
        AuditAct.OrganisationRegistered => t["Organisation référencée"],
        AuditAct.AccreditationAsked => t["Question avant l’agrément"],
        AuditAct.AccreditationDecided => t["Agrément décidé"],
        AuditAct.ProConnectLinked => t["ProConnect lié"],
        AuditAct.ProConnectUnlinked => t["ProConnect délié"],
        AuditAct.TerritoryContactChanged => t["Coordonnées du territoire changées"],
        AuditAct.HelpPublished => t["Annonce d’entraide publiée"],
        AuditAct.HelpHidden => t["Annonce d’entraide retirée"],
        AuditAct.HelpStruck => t["Réparation déclarée écartée des comptes"],
        AuditAct.HelpCountedAgain => t["Réparation déclarée remise dans les comptes"],
        AuditAct.HelpModerationSet => t["Relecture de l’entraide réglée"],
        _ => throw new ArgumentOutOfRangeException(nameof(act)),
    };

    /// <summary>« marie@…, jeton du 3 mars 2027 », « Le programme », « Un compte supprimé ».</summary>
    public static string Who(Texts t, Display d, AuditLine line, NodaTime.DateTimeZone zone)
    {
        var who = line.Who ?? (line.WhoIsGone ? t["Un compte supprimé"] : line.Act == AuditAct.SignInFailed ? t["Quelqu’un"] : t["Le programme"]);
        return line.TokenMadeAt is { } made ? t["{0}, jeton du {1}", who, d.PlainDate(made.InZone(zone).Date)] : who;
    }

    /// <summary>What it is about, the parts there are.</summary>
    public static string What(Texts t, AuditLine line) =>
        string.Join(", ", new[] { line.About, line.Words is null ? null : t[line.Words], line.Organisation, line.Territory is null ? null : Typography.French(line.Territory) }.Where(part => !string.IsNullOrEmpty(part)));
}
