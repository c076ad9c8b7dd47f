using RepairNet.Application.Common;

namespace RepairNet.Application.Reuse.Contract;

/// <summary>Absolute addresses of the pages the messages about items lead to, in one language.</summary>
public interface IReuseLinks
{
    /// <summary>A reservation, for whoever holds the secret.</summary>
    string Reservation(string secret, Language language);

    /// <summary>The items on offer.</summary>
    string ShopWindow(Language language);

    /// <summary>What the code on a label leads to.</summary>
    string Item(string code, Language language);

    /// <summary>The parts of a workshop, for its members.</summary>
    string Parts(string slug, Language language);
}
