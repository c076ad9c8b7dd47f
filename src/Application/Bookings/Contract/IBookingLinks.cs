using RepairNet.Application.Common;

namespace RepairNet.Application.Bookings.Contract;

/// <summary>Absolute addresses of the pages a booking's messages lead to, in one language.</summary>
public interface IBookingLinks
{
    /// <summary>See, move and cancel, for whoever holds the secret.</summary>
    string Booking(string secret, Language language);

    /// <summary>The page that confirms a booking, for whoever got the letter.</summary>
    string Confirmation(string secret, string key, Language language);

    /// <summary>The page of a place, to book again.</summary>
    string Place(string slug, Language language);

    /// <summary>An appointment, for whoever works there.</summary>
    string Visit(string reference, Language language);

    /// <summary>One's place in the waiting list, for whoever holds the secret.</summary>
    string Waiting(string secret, Language language);

    /// <summary>The free times around a commune for one object.</summary>
    string Search(string communeCode, string category, Language language);
}
