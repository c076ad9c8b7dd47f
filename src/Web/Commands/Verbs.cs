using System.CommandLine;

namespace RepairNet.Web.Commands;

/// <summary>Every verb but <c>serve</c>. A verb is a class of this folder with a <c>Create</c> method.</summary>
internal static class Verbs
{
    public static IEnumerable<Command> All =>
    [
        MigrateCommand.Create(),
        AccountCommand.Create(),
        TokenCommand.Create(),
        ImportCommand.Create(),
        VerifyCommand.Create(),
        SeedCommand.Create(),
        .. BackupCommand.Create(),
    ];
}
