namespace RepairNet.Domain.Imports;

/// <summary>What is odd in a row that is taken all the same.</summary>
[Flags]
public enum OrdsWarning
{
    None = 0,

    /// <summary>The year of manufacture is written with question marks (« ???? »).</summary>
    UnknownYear = 1,

    /// <summary>The year of manufacture is no year, is before 1900 or after the repair.</summary>
    ImpossibleYear = 1 << 1,

    /// <summary>The age is no number, or below 0 or above <see cref="OrdsReading.MaxAge"/> years.</summary>
    ImpossibleAge = 1 << 2,

    /// <summary>The standard knows no such barrier.</summary>
    UnknownBarrier = 1 << 3,

    /// <summary>A barrier is named though the object is not at the end of its life.</summary>
    UnexpectedBarrier = 1 << 4,

    /// <summary>Neither the number nor the name of the category is known: counted as another electrical item.</summary>
    UnknownCategory = 1 << 5,

    /// <summary>Number and name of the category are those of two categories: the number counts.</summary>
    ContradictoryCategory = 1 << 6,

    /// <summary>The country is none of ISO 3166: the row counts in no territory.</summary>
    UnknownCountry = 1 << 7,

    /// <summary>Accents were lost before: the text is kept as it is.</summary>
    Mojibake = 1 << 8,

    /// <summary>HTML entities in a text, kept as they are.</summary>
    HtmlEntity = 1 << 9,

    /// <summary>A cell that a spreadsheet would take for a formula, kept as it is.</summary>
    FormulaCell = 1 << 10,

    /// <summary>The commune's code is none of INSEE: the row counts without commune.</summary>
    UnknownCommune = 1 << 11,

    /// <summary>The commune lies outside the territory of the import: the row counts without commune.</summary>
    OutsideTerritory = 1 << 12,

    /// <summary>The row is already there, the same: nothing changes.</summary>
    AlreadyImported = 1 << 13,

    /// <summary>A row of this id is already there and says otherwise: the first is kept.</summary>
    DifferentBefore = 1 << 14,

    /// <summary>A repair of this very network, that it published: it is counted already.</summary>
    OwnRepair = 1 << 15,

    /// <summary>An optional column is missing in the whole file.</summary>
    MissingColumn = 1 << 16,

    /// <summary>The file is not in UTF-8: it was read as Windows-1252.</summary>
    NotUtf8 = 1 << 17,

    /// <summary>The row has fewer or more cells than the header.</summary>
    OddLength = 1 << 18,

    /// <summary>The day is before <see cref="Repairs.RepairLimits.FirstDay"/>: the row counts on it all the same.</summary>
    OldDate = 1 << 19,

    /// <summary>The day lies in a period that was closed: the row counts on the day of the import.</summary>
    ClosedPeriod = 1 << 20,
}

/// <summary>Why a row is refused.</summary>
public enum OrdsRefusal
{
    /// <summary>No identifier, no provider, or longer than <see cref="OrdsReading.MaxIdLength"/> characters.</summary>
    UnreadableId = 1,

    /// <summary>The status is none of the standard's.</summary>
    UnreadableStatus = 2,

    /// <summary>The day is not written <c>yyyy-mm-dd</c>, or is no day.</summary>
    UnreadableDate = 3,

    /// <summary>The day is before <see cref="OrdsReading.FirstDay"/> or still to come.</summary>
    ImpossibleDate = 4,

    /// <summary>A quotation mark opens and is not closed where the row ends: the rows after it stood in its cell.</summary>
    OpenQuote = 5,

    /// <summary>A cell holds a null character, as no text does.</summary>
    NullCharacter = 6,
}
