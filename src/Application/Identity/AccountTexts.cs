namespace RepairNet.Application.Identity;

/// <summary>Sentences that several use cases share.</summary>
internal static class AccountTexts
{
    public const string BadEmail = "Cette adresse e-mail semble incomplète. Elle ressemble à : marie.blanc@exemple.fr";
}
