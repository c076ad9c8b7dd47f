namespace RepairNet.Application.Territories.Contract;

/// <summary>What an import found and did.</summary>
/// <param name="Communes">Communes in the files.</param>
/// <param name="Changed">False where the database already held these very files: nothing was written.</param>
public sealed record TerritoryImportResult(int Communes, bool Changed);

/// <summary>The files cannot be used: one is missing or a line of it cannot be read. The message says which.</summary>
public sealed class TerritoryFilesException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Brings the territories of the database to those of a folder of files, all or nothing.</summary>
public interface ITerritoryImport
{
    /// <summary>Reads the folder and replaces the rows in one transaction; does nothing if they come from the same files.</summary>
    /// <param name="directory">A folder with files of the shape shipped; null for those shipped beside the program.</param>
    /// <param name="cancellationToken">Stops between two statements; nothing is kept then.</param>
    /// <exception cref="TerritoryFilesException">A file is missing or cannot be read.</exception>
    Task<TerritoryImportResult> RunAsync(string? directory, CancellationToken cancellationToken);
}
