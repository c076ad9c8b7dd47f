using RepairNet.Application.Common;

namespace RepairNet.Web.Identity;

/// <summary>What pages that ask for the password again say of one that is refused.</summary>
internal static class PasswordTexts
{
    public static readonly string Wrong = Texts.Key("Ce n’est pas le mot de passe actuel de ce compte.");
}
