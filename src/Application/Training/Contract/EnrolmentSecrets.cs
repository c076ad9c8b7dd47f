using RepairNet.Application.Bookings.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Training;

namespace RepairNet.Application.Training.Contract;

/// <summary>The secret of the link to a request for a seat: derived, so that every letter can bring it; only its hash is stored.</summary>
public sealed class EnrolmentSecrets(IInstanceSecret instance)
{
    /// <summary>The secret of today.</summary>
    public string SecretOf(Enrolment enrolment) => SecretOf(enrolment.Id, enrolment.SecretGeneration);

    /// <param name="enrolment">The request.</param>
    /// <param name="generation"><see cref="Enrolment.SecretGeneration"/>; 0 for one just made.</param>
    public string SecretOf(EnrolmentId enrolment, int generation = 0) => instance.DeriveAddress("enrolment-link", LinkGenerations.Text(enrolment.ToString(), generation));
}
