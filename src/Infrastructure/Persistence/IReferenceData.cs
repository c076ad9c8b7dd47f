namespace RepairNet.Infrastructure.Persistence;

/// <summary>Rows that this version ships, or keeps otherwise than an earlier one: brought up to date after each migration, at almost no cost when they already are.</summary>
public interface IReferenceData
{
    /// <summary>Whether pages can be served before it is done, when no migration has just been run: it only ends what an interrupted start left.</summary>
    bool MayWait => false;

    Task LoadAsync(CancellationToken cancellationToken);
}
