namespace RepairNet.Application.Identity;

/// <summary>Sentences that several use cases share.</summary>
internal static class AccountTexts
{
    public const string BadEmail = "Donnez une adresse e-mail entière, comme marie.blanc@exemple.fr.";
}
