namespace RepairNet.Application.Identity;

/// <summary>Words of the second factor that several use cases share.</summary>
internal static class SecondFactorTexts
{
    /// <summary>What failed, in the log.</summary>
    public const string Code = "Code de vérification";

    public const string WrongCode = "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant sur votre téléphone ; après cinq essais, attendez cinq minutes.";
}
