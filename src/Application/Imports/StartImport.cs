using FluentValidation;
using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Territories.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Domain.Imports;

namespace RepairNet.Application.Imports;

/// <summary>Takes a file in. It is read once to know that it can be, then imported by whoever works in the background.</summary>
/// <param name="Kind">What it holds: <c>ords</c>.</param>
/// <param name="Territory">Key of the territory it is for; null, for an operator only, for rows from anywhere.</param>
/// <param name="FileName">Its name as it was sent.</param>
/// <param name="Content">The file; null when none was sent.</param>
/// <param name="Holder">Who imports it at once, and nobody else; null to leave it to the background.</param>
[AllowedTo(Permission.ImportRepairs)]
public sealed record StartImport(string? Kind, string? Territory, string? FileName, Stream? Content, Guid? Holder = null) : IBriefCommand<OneOf<ImportStarted, NotFound>>;

/// <summary>It is kept, and will be imported.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Rows">How many rows it has.</param>
public sealed record ImportStarted(ImportId Id, long Rows);

internal sealed class StartImportValidator : AbstractValidator<StartImport>
{
    public StartImportValidator()
    {
        RuleFor(r => r.Kind).Must(k => string.Equals(k, "ords", StringComparison.OrdinalIgnoreCase)).WithMessage("Choisissez ce que contient le fichier : ords.");
        RuleFor(r => r.Content).NotNull().OverridePropertyName("file").WithMessage("Choisissez un fichier.");
    }
}

internal sealed class StartImportHandler(
    RepairNetDb db, IWriteTransactions transactions, IImportFiles files, ITerritories territories, ICurrentActor currentActor, IAuditLog log, AfterCommit afterCommit, ISweepBell bell, IClock clock)
    : IRequestHandler<StartImport, OneOf<ImportStarted, NotFound>>
{
    public async Task<OneOf<ImportStarted, NotFound>> Handle(StartImport request, CancellationToken cancellationToken)
    {
        var actor = await currentActor.GetAsync(cancellationToken);
        string? territory = null;
        if (!string.IsNullOrWhiteSpace(request.Territory))
        {
            if ((await territories.GetAsync(cancellationToken)).Find(request.Territory.Trim()) is not { } key || !actor.Acts(Permission.ImportRepairs, key))
            {
                return new NotFound();
            }

            territory = key.ToString();
        }
        else if (!actor.IsOperator)
        {
            throw new InvalidRequestException("territory", "Choisissez un territoire dont vous êtes agent.");
        }

        // A file whose size is known is judged before any of it is read.
        if (request.Content is { CanSeek: true, Length: > IImportFiles.MaxBytes })
        {
            throw new InvalidRequestException("file", ImportWords.Of(UnreadableFile.TooLarge));
        }

        var id = ImportId.New();
        var file = (await files.KeepAsync(id, request.Content!, cancellationToken)).Match(
            readable => readable,
            unreadable => throw new InvalidRequestException("file", ImportWords.Of(unreadable)));
        try
        {
            var now = clock.GetCurrentInstant();
            var import = new Import(id, ImportKind.Ords, actor.Account, territory, Path.GetFileName(request.FileName ?? ""), file.Bytes, file.Rows, file.Warnings, now);
            if (request.Holder is { } holder)
            {
                import.TryTake(holder, now);
            }

            await transactions.RunAsync(
                async () =>
                {
                    db.Imports.Add(import);
                    await log.WriteAsync(new AuditNote(AuditAct.ImportStarted) { AboutId = id.Value, Territory = territory, Words = import.FileName }, cancellationToken);
                    afterCommit.Add(bell.Ring<ImportSweep>);
                    return true;
                },
                _ => true,
                cancellationToken);
            return new ImportStarted(id, file.Rows);
        }
        catch
        {
            files.Delete(id);
            throw;
        }
    }
}
