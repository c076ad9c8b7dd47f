using System.Collections.Frozen;

namespace RepairNet.Domain.Training;

/// <summary>A job of our trades.</summary>
/// <param name="Code">ROME 4.0, a letter and four digits.</param>
/// <param name="Name">As France Travail names it, in French.</param>
/// <param name="Trade">Of which of our trades it is.</param>
public sealed record Job(string Code, string Name, Trade Trade);

/// <summary>The short list of jobs that courses lead to: <c>data/training/rome.csv</c>, after ROME 4.0 of France Travail (Licence Ouverte).</summary>
public sealed class TrainingJobs(IReadOnlyList<Job> all)
{
    private readonly FrozenDictionary<string, Job> _byCode = all.ToFrozenDictionary(job => job.Code, StringComparer.Ordinal);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<Job> All { get; } = all;

    public Job? Find(string? code) => code is null ? null : _byCode.GetValueOrDefault(code);
}
