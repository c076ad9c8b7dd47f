using RepairNet.Application.Training.Contract;
using RepairNet.Domain.Training;
using Sylvan.Data.Csv;

namespace RepairNet.Infrastructure.Training;

/// <summary>Reads the reference files of data/training, shipped beside the program.</summary>
public static class TrainingFiles
{
    /// <summary>The jobs that courses lead to.</summary>
    /// <exception cref="InvalidDataException">A trade that nobody knows.</exception>
    public static TrainingJobs Jobs()
    {
        using var rows = CsvDataReader.Create(Path.Combine(AppContext.BaseDirectory, "data", "training", "rome.csv"));
        var jobs = new List<Job>();
        while (rows.Read())
        {
            jobs.Add(new Job(
                rows.GetString(rows.GetOrdinal("code")),
                rows.GetString(rows.GetOrdinal("label_fr")),
                TrainingNames.Trade(rows.GetString(rows.GetOrdinal("trade"))) ?? throw new InvalidDataException($"rome.csv: no trade is called {rows.GetString(rows.GetOrdinal("trade"))}.")));
        }

        return new TrainingJobs(jobs);
    }

    /// <summary>The fields that courses are chosen from.</summary>
    /// <exception cref="InvalidDataException">A trade that nobody knows.</exception>
    public static TrainingFormacodes Formacodes()
    {
        using var rows = CsvDataReader.Create(Path.Combine(AppContext.BaseDirectory, "data", "training", "formacodes.csv"));
        var codes = new List<Formacode>();
        while (rows.Read())
        {
            codes.Add(new Formacode(
                rows.GetString(rows.GetOrdinal("code")),
                rows.GetString(rows.GetOrdinal("label_fr")),
                TrainingNames.Trade(rows.GetString(rows.GetOrdinal("trade"))) ?? throw new InvalidDataException($"formacodes.csv: no trade is called {rows.GetString(rows.GetOrdinal("trade"))}.")));
        }

        return new TrainingFormacodes(codes);
    }
}
