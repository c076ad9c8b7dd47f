namespace RepairNet.Application.Identity.Contract;

/// <summary>Absolute addresses of the pages that accounts' messages lead to.</summary>
public interface IAccountPages
{
    /// <summary>The page where the owner of an account chooses a password.</summary>
    string AccountLink(string token);

    /// <summary>The page where a link signs someone in.</summary>
    string SignInLink(string token);

    /// <summary>The page where someone sets up their second factor.</summary>
    string SecondFactor { get; }

    /// <summary>Where passkeys are added and taken away.</summary>
    string Passkeys { get; }

    /// <summary>Where ProConnect sends a browser back with its answer.</summary>
    string ProConnectReturn { get; }

    /// <summary>Where ProConnect sends a browser back once signed out.</summary>
    string ProConnectSignedOut { get; }

    /// <summary>Where someone whom ProConnect named proves their address.</summary>
    string ProConnectArrival(string token);

    /// <summary>Where an account is linked to ProConnect.</summary>
    string ProConnectLink { get; }
}
