namespace RepairNet.Infrastructure.Persistence;

/// <summary>Rows that this version ships, or keeps otherwise than an earlier one: brought up to date after each migration, at almost no cost when they already are.</summary>
public interface IReferenceData
{
    Task LoadAsync(CancellationToken cancellationToken);
}
