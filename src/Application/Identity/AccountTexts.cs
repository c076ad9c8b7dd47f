namespace RepairNet.Application.Identity;

/// <summary>Sentences that several use cases share.</summary>
internal static class AccountTexts
{
    public const string NoSuchTerritory = "Ce territoire n’existe pas, ou n’a pas d’agents. Donnez une commune, une intercommunalité ou un département.";

    public const string BadEmail = "Donnez une adresse e-mail entière, comme marie.blanc@exemple.fr.";
}
