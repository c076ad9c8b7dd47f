namespace RepairNet.Application.Identity.Contract;

/// <summary>Absolute addresses of the pages that accounts' messages lead to.</summary>
public interface IAccountPages
{
    /// <summary>The page where the owner of an account chooses a password.</summary>
    string AccountLink(string token);
}
