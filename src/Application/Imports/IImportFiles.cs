using OneOf;
using RepairNet.Domain.Common;
using RepairNet.Domain.Imports;

namespace RepairNet.Application.Imports;

/// <summary>A row as it stands in a file.</summary>
/// <param name="Line">Line it begins on, from 1.</param>
/// <param name="Row">Its cells; nothing for a column the file does not have.</param>
/// <param name="Commune">INSEE code, where the file has a column for it; else nothing.</param>
/// <param name="IsOdd">It has fewer or more cells than the header.</param>
/// <param name="IsOpen">A quotation mark opens in it and is not closed: the rows that stood in its cell come after it.</param>
/// <param name="HasNull">A cell of it holds a null character.</param>
public readonly record struct OrdsRecord(long Line, OrdsRow Row, string Commune, bool IsOdd, bool IsOpen = false, bool HasNull = false);

/// <summary>A file that can be imported.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Rows">How many rows, the header left out.</param>
/// <param name="Warnings">What is odd in the whole of it.</param>
public sealed record ReadableFile(long Bytes, long Rows, IReadOnlyList<WarningCount> Warnings);

/// <summary>Why a file cannot be imported: nothing of it is.</summary>
public enum UnreadableFile
{
    /// <summary>More than <see cref="IImportFiles.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>Nothing in it, or only a header.</summary>
    Empty,

    /// <summary>No text: a picture, a spreadsheet, an archive.</summary>
    NoText,

    /// <summary>A column is missing without which nothing can be counted.</summary>
    NoColumns,

    /// <summary>A column stands twice.</summary>
    TwiceTheSameColumn,

    /// <summary>A row of more than <see cref="IImportFiles.MaxRowLength"/> characters: a quotation mark is missing, most likely.</summary>
    RowTooLong,
}

/// <summary>The files that wait to be imported, in the folder of the instance.</summary>
public interface IImportFiles
{
    /// <summary>Largest file, in bytes.</summary>
    const long MaxBytes = 200L * 1024 * 1024;

    /// <summary>Longest row, in characters.</summary>
    const int MaxRowLength = 256 * 1024;

    /// <summary>Keeps a file, on the disk as it comes, and reads it through once. What cannot be imported is not kept.</summary>
    Task<OneOf<ReadableFile, UnreadableFile>> KeepAsync(ImportId import, Stream content, CancellationToken cancellationToken);

    /// <summary>Whether the file is here.</summary>
    bool Has(ImportId import);

    /// <summary>Its rows in order, one after the other, from the one after <paramref name="skip"/>.</summary>
    IEnumerable<OrdsRecord> Read(ImportId import, long skip);

    void Delete(ImportId import);
}

/// <summary>Writes imported repairs, many at once, in the transaction that is open.</summary>
public interface IImportedRepairRows
{
    /// <summary>Writes those that are not there yet, by provider and id.</summary>
    /// <returns>Those written.</returns>
    Task<IReadOnlySet<ImportedRepairId>> AddNewAsync(IReadOnlyCollection<ImportedRepair> repairs, CancellationToken cancellationToken);

    /// <summary>For the length of an import: until it is disposed of, the database keeps at hand what the rows of one batch after the other come back to.</summary>
    Task<IAsyncDisposable> SettleInAsync(CancellationToken cancellationToken);
}
