using RepairNet.Application.Common;

namespace RepairNet.Application.Training.Contract;

/// <summary>Absolute addresses of the pages the messages about courses lead to, in one language.</summary>
public interface ITrainingLinks
{
    /// <summary>A request for a seat, for whoever holds the secret.</summary>
    string Enrolment(string secret, Language language);

    /// <summary>The page of a course.</summary>
    string Course(string slug, Language language);

    /// <summary>A session, for its centre.</summary>
    string SessionDesk(string id, Language language);

    /// <summary>An offer, for its organisation: where it is renewed.</summary>
    string JobOfferDesk(string id, Language language);

    /// <summary>People introduced to an organisation, for those who keep it.</summary>
    string Introductions(string slug, Language language);

    /// <summary>A certificate, to be verified.</summary>
    string Certificate(string number, Language language);
}
