using System.Text.Json;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Imports;

namespace RepairNet.Application.Imports;

/// <summary>How far an import is and what it came to, for whoever started it and for operators.</summary>
[AllowedTo(Permission.ImportRepairs)]
public sealed record GetImport(ImportId Import, Language Language = Language.French) : IQuery<OneOf<ImportReport, NotFound>>;

/// <summary>How far an import is and what it came to.</summary>
/// <param name="Territory">Key of the territory it is for, or null.</param>
/// <param name="Total">Rows of the file.</param>
/// <param name="Done">Rows read so far: accepted and rejected.</param>
/// <param name="Accepted">Rows that are in, those that were there before included.</param>
/// <param name="Unchanged">Of these, rows that were there before.</param>
/// <param name="Rejections">The first rows left out, at most <see cref="Import.MaxRejections"/>.</param>
public sealed record ImportReport(
    ImportId Id,
    ImportState State,
    string? Territory,
    string FileName,
    long Bytes,
    long Total,
    long Done,
    long Accepted,
    long Rejected,
    long Unchanged,
    Instant CreatedAt,
    Instant? EndedAt,
    IReadOnlyList<ImportWarning> Warnings,
    IReadOnlyList<ImportRejection> Rejections)
{
    internal static ImportReport Of(Import import, Texts t) => new(
        import.Id, import.State, import.Territory, import.FileName, import.Bytes, import.Total, import.Done, import.Accepted, import.Rejected,
        import.Warnings.Where(w => w.Warning is OrdsWarning.AlreadyImported or OrdsWarning.DifferentBefore or OrdsWarning.OwnRepair).Sum(w => w.Count),
        import.CreatedAt,
        import.EndedAt,
        [.. import.Warnings.Select(w => new ImportWarning(Code(w.Warning), w.Count, t[ImportWords.Of(w.Warning)], [.. w.Examples.Select(e => e.Line > 0 ? t["ligne {0} : {1}", e.Line, e.Value] : e.Value)]))],
        [.. import.Rejections.Select(r => new ImportRejection(r.Line, Code(r.Refusal), r.Value, t[ImportWords.Of(r.Refusal)]))]);

    private static string Code<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}

/// <summary>Something odd, how often, and the first times.</summary>
/// <param name="Code">Stable: <c>unknown-year</c>.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Message">What it is and what was made of it.</param>
/// <param name="Examples">At most <see cref="Import.MaxExamples"/>.</param>
public sealed record ImportWarning(string Code, long Count, string Message, IReadOnlyList<string> Examples);

/// <summary>A row left out.</summary>
/// <param name="Line">Line of the file it begins on.</param>
/// <param name="Code">Stable: <c>unreadable-date</c>.</param>
/// <param name="Value">The cell that cannot be read.</param>
/// <param name="Message">Why.</param>
public sealed record ImportRejection(long Line, string Code, string Value, string Message);

internal sealed class GetImportHandler(RepairNetDb db, ICurrentActor currentActor, TextCatalog texts) : IRequestHandler<GetImport, OneOf<ImportReport, NotFound>>
{
    public async Task<OneOf<ImportReport, NotFound>> Handle(GetImport request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        var import = await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == request.Import, cancellationToken);
        return import is not null && (actor.IsOperator || (import.StartedBy is { } starter && starter == actor.Account))
            ? ImportReport.Of(import, texts.In(request.Language))
            : new NotFound();
    }
}
