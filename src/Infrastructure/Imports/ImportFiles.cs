using System.Buffers;
using System.Text;
using OneOf;
using RepairNet.Application.Imports;
using RepairNet.Domain.Common;
using RepairNet.Domain.Imports;
using RepairNet.Infrastructure.Persistence;
using Sylvan.Data.Csv;

namespace RepairNet.Infrastructure.Imports;

/// <summary>
/// The files that wait, in the folder of the data. Each keeps the name of its encoding, found when it came: UTF-8 with or without
/// mark, UTF-16 by its mark, else Windows-1252, which old spreadsheets write.
/// </summary>
internal sealed class ImportFiles(DataFolder folder) : IImportFiles
{
    private const int CopyBuffer = 128 * 1024;
    private const string Utf8 = "utf-8";
    private const string Windows = "windows-1252";

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    public async Task<OneOf<ReadableFile, UnreadableFile>> KeepAsync(ImportId import, Stream content, CancellationToken cancellationToken)
    {
        System.IO.Directory.CreateDirectory(folder.Imports);
        var path = PathOf(import, Utf8);
        var kept = false;
        try
        {
            var copied = await CopyAsync(content, path, cancellationToken);
            if (copied.IsT1)
            {
                return copied.AsT1;
            }

            var found = Inspect(path, Utf8, copied.AsT0);
            if (found is null)
            {
                var windows = PathOf(import, Windows);
                File.Move(path, windows, overwrite: true);
                path = windows;
                found = Inspect(path, Windows, copied.AsT0);
            }

            kept = found!.Value.IsT0;
            return found.Value;
        }
        finally
        {
            if (!kept)
            {
                File.Delete(path);
            }
        }
    }

    public bool Has(ImportId import) => Find(import) is not null;

    public IEnumerable<OrdsRecord> Read(ImportId import, long skip)
    {
        var (path, encoding) = Find(import) ?? throw new FileNotFoundException($"The file of import {import} is gone.");
        using var file = new OrdsFile(path, EncodingOf(encoding));
        while (skip-- > 0 && file.Next())
        {
        }

        while (file.Next())
        {
            yield return file.Record();
        }
    }

    public void Delete(ImportId import)
    {
        if (System.IO.Directory.Exists(folder.Imports))
        {
            File.Delete(PathOf(import, Utf8));
            File.Delete(PathOf(import, Windows));
        }
    }

    private string PathOf(ImportId import, string encoding) => Path.Combine(folder.Imports, $"{import}.{encoding}.csv");

    private (string Path, string Encoding)? Find(ImportId import) =>
        new[] { Utf8, Windows }.Select(e => ((string, string)?)(PathOf(import, e), e)).FirstOrDefault(f => File.Exists(f!.Value.Item1));

    // Strict: what is no UTF-8 is told apart from what is.
    private static Encoding EncodingOf(string name) =>
        name == Utf8 ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true) : CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>To the disk as it comes; stops at the first byte too many, or at one that no text has.</summary>
    private static async Task<OneOf<long, UnreadableFile>> CopyAsync(Stream content, string path, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
        try
        {
            await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1, useAsync: true);
            long bytes = 0;
            var isWide = false;
            int read;
            while ((read = await content.ReadAsync(buffer.AsMemory(0, CopyBuffer), cancellationToken)) > 0)
            {
                // UTF-16 says so by its mark. Nothing else that is text holds a zero; but one that slipped into a row of a table costs that row alone.
                isWide = bytes == 0 ? read > 1 && ((buffer[0] == 0xFF && buffer[1] == 0xFE) || (buffer[0] == 0xFE && buffer[1] == 0xFF)) : isWide;
                if (bytes == 0 && !isWide && buffer.AsSpan(0, read).Contains((byte)0) && !Encoding.Latin1.GetString(buffer, 0, read).Contains("event_date", StringComparison.OrdinalIgnoreCase))
                {
                    return UnreadableFile.NoText;
                }

                bytes += read;
                if (bytes > IImportFiles.MaxBytes)
                {
                    return UnreadableFile.TooLarge;
                }

                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            file.Flush(flushToDisk: true);
            return bytes == 0 ? UnreadableFile.Empty : bytes;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Null where the file is not in this encoding.</summary>
    private static OneOf<ReadableFile, UnreadableFile>? Inspect(string path, string encoding, long bytes)
    {
        try
        {
            using var file = new OrdsFile(path, EncodingOf(encoding));
            if (file.Trouble is { } trouble)
            {
                return trouble;
            }

            long rows = 0;
            while (file.Next())
            {
                rows++;
            }

            return rows == 0 ? UnreadableFile.Empty
                : new ReadableFile(bytes, rows, [.. Missing(file), .. encoding == Windows ? (IEnumerable<WarningCount>)[new(OrdsWarning.NotUtf8, 1, [])] : []]);
        }
        catch (DecoderFallbackException) when (encoding == Utf8)
        {
            return null;
        }
        catch (CsvRecordTooLargeException)
        {
            return UnreadableFile.RowTooLong;
        }
        catch (FormatException)
        {
            return UnreadableFile.NoText;
        }
    }

    private static IEnumerable<WarningCount> Missing(OrdsFile file) => file.Missing.Count == 0
        ? []
        : [new WarningCount(OrdsWarning.MissingColumn, file.Missing.Count, [.. file.Missing.Take(Import.MaxExamples).Select(column => new ImportExample(0, column))])];

    /// <summary>One file that is being read.</summary>
    private sealed class OrdsFile : IDisposable
    {
        private const int MaxHeader = 64 * 1024;
        private const int MostShared = 20_000;
        private const int LongestShared = 100;

        private static readonly int ProviderColumn = OrdsRow.Columns.ToList().IndexOf("data_provider");
        private static readonly int StatusColumn = OrdsRow.Columns.ToList().IndexOf("repair_status");
        private static readonly int DayColumn = OrdsRow.Columns.ToList().IndexOf("event_date");

        private readonly CsvDataReader? reader;
        private readonly int[] places = new int[OrdsRow.Columns.Count];
        private readonly HashSet<string> shared = new(StringComparer.Ordinal);
        private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> sharedBySpan;
        private readonly string[] cells = new string[OrdsRow.Columns.Count];
        private readonly Queue<(long Line, string[] Cells)> swallowed = new();
        private readonly char delimiter;
        private readonly int communePlace = -1;
        private readonly int width;
        private string[]? givenBack;
        private bool isOpen;
        private bool hasNull;
        private long nextLine = 1;
        private long line;

        public OrdsFile(string path, Encoding encoding)
        {
            sharedBySpan = shared.GetAlternateLookup<ReadOnlySpan<char>>();
            delimiter = DelimiterOf(path, encoding);
            reader = CsvDataReader.Create(
                new StreamReader(path, encoding, detectEncodingFromByteOrderMarks: true, new FileStreamOptions { BufferSize = 64 * 1024, Options = FileOptions.SequentialScan }),
                new CsvDataReaderOptions
                {
                    Delimiter = delimiter,
                    HasHeaders = false,
                    CsvStyle = CsvStyle.Lax,
                    Comment = '\0',
                    ResultSetMode = ResultSetMode.SingleResult,
                    BufferSize = 64 * 1024,
                    MaxBufferSize = IImportFiles.MaxRowLength,
                });
            if (!Advance())
            {
                Trouble = UnreadableFile.Empty;
                return;
            }

            var header = Enumerable.Range(0, reader.RowFieldCount).Select(i => NameOf(reader.GetFieldSpan(i))).ToList();
            width = header.Count;
            for (var i = 0; i < places.Length; i++)
            {
                places[i] = header.IndexOf(OrdsRow.Columns[i]);
            }

            communePlace = OrdsRow.CommuneColumns.Select(name => header.IndexOf(name)).FirstOrDefault(place => place >= 0, -1);
            Missing = [.. OrdsRow.Columns.Where(c => !header.Contains(c))];
            Trouble = hasNull ? UnreadableFile.NoText
                : OrdsRow.Compulsory.Any(c => Missing.Contains(c)) || (Missing.Contains("product_category") && Missing.Contains("product_category_id")) ? UnreadableFile.NoColumns
                : OrdsRow.Columns.Concat(OrdsRow.CommuneColumns).Any(c => header.Count(h => h == c) > 1) ? UnreadableFile.TwiceTheSameColumn
                : null;
        }

        public UnreadableFile? Trouble { get; }

        /// <summary>Columns of the standard that the file does not have.</summary>
        public IReadOnlyList<string> Missing { get; } = [];

        /// <summary>Goes to the next row that holds something.</summary>
        public bool Next() => Advance();

        public OrdsRecord Record()
        {
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = Cell(places[i], isShared: i is not (0 or 13));
            }

            cells[0] = cells[0].Trim();
            cells[1] = cells[1].Trim();
            return new OrdsRecord(line, OrdsRow.Of(cells), Cell(communePlace, isShared: true).Trim(), (givenBack?.Length ?? reader!.RowFieldCount) != width, isOpen, hasNull);
        }

        public void Dispose() => reader?.Dispose();

        private bool Advance()
        {
            (givenBack, isOpen, hasNull) = (null, false, false);
            if (swallowed.TryDequeue(out var next))
            {
                (line, givenBack) = next;
                hasNull = givenBack.Any(cell => cell.Contains('\0'));
                return true;
            }

            while (reader!.Read())
            {
                line = nextLine++;
                var (isBlank, isLong) = (true, false);
                for (var i = 0; i < reader.RowFieldCount; i++)
                {
                    var span = reader.GetFieldSpan(i);
                    if (span.IsEmpty)
                    {
                        continue;
                    }

                    isBlank = isBlank && span.IsWhiteSpace();
                    if (span.IndexOfAny('\n', '\0') >= 0)
                    {
                        nextLine += span.Count('\n');
                        hasNull |= span.Contains('\0');
                        isLong = true;
                    }
                }

                if (!isBlank)
                {
                    isOpen = isLong && width > 0 && GiveBack();
                    return true;
                }
            }

            return false;
        }

        /// <summary>A quotation mark that nobody closed takes the rows after it for text of its cell: they are rows again.</summary>
        /// <returns>Whether there were any.</returns>
        private bool GiveBack()
        {
            var at = line;
            for (var i = 0; i < reader!.RowFieldCount; i++)
            {
                if (!reader.GetFieldSpan(i).Contains('\n'))
                {
                    continue;
                }

                var lines = reader.GetString(i).Split('\n');

                // What follows the mark that closed it at last is of the last row, unless the mark was this cell's own: then nothing there names its provider.
                lines[^1] = string.Join(delimiter, Enumerable.Range(i + 1, reader.RowFieldCount - i - 1).Select(cell => reader.GetString(cell)).Prepend(lines[^1]));
                var rows = lines.Skip(1).Select(l => l.TrimEnd('\r').Split(delimiter)).ToList();
                if (rows.Take(rows.Count - 1).Any(IsRow) || (IsRow(rows[^1]) && (i == reader.RowFieldCount - 1 || OrdsCell.Bare(rows[^1][places[ProviderColumn]]) == Cell(places[ProviderColumn], isShared: true))))
                {
                    foreach (var (row, k) in rows.Select((row, k) => (row, k)).Where(r => r.row.Any(cell => !string.IsNullOrWhiteSpace(cell))))
                    {
                        swallowed.Enqueue((at + k + 1, row));
                    }

                    return true;
                }

                at += lines.Length - 1;
            }

            return false;
        }

        private bool IsRow(string[] row) =>
            row.Length == width && places[StatusColumn] is >= 0 and var status && places[DayColumn] is >= 0 and var day && OrdsReading.IsRow(row[status], row[day]);

        private string Cell(int place, bool isShared)
        {
            if (place < 0 || place >= (givenBack?.Length ?? reader!.RowFieldCount))
            {
                return "";
            }

            if (givenBack is not null)
            {
                return OrdsCell.Bare(givenBack[place]);
            }

            var span = reader!.GetFieldSpan(place);
            if (span.IsEmpty)
            {
                return "";
            }

            if (!isShared || span.Length > LongestShared)
            {
                return OrdsCell.Bare(span.ToString());
            }

            // Most cells hold one of a few words.
            if (sharedBySpan.TryGetValue(span, out var known))
            {
                return OrdsCell.Bare(known);
            }

            var text = span.ToString();
            if (shared.Count < MostShared)
            {
                shared.Add(text);
            }

            return OrdsCell.Bare(text);
        }

        /// <summary>The sign that parts the header into most columns of the standard.</summary>
        private static char DelimiterOf(string path, Encoding encoding)
        {
            using var text = new StreamReader(path, encoding, detectEncodingFromByteOrderMarks: true);
            var buffer = new char[MaxHeader];
            var start = buffer.AsSpan(0, text.ReadBlock(buffer)).TrimStart();
            var end = start.IndexOfAny('\r', '\n');
            var header = (end < 0 ? start : start[..end]).ToString();
            return Delimiters.MaxBy(d => header.Split(d).Count(h => OrdsRow.Columns.Contains(NameOf(h))));
        }

        private static string NameOf(ReadOnlySpan<char> header) => header.Trim().Trim('"').Trim().ToString().ToLowerInvariant();
    }
}
