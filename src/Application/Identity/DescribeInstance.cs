using MediatR;
using Microsoft.EntityFrameworkCore;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;

namespace RepairNet.Application.Identity;

/// <summary>What the operator should know of the instance at a glance.</summary>
[AllowedTo(Permission.OperateInstance)]
public sealed record DescribeInstance : IQuery<InstanceView>;

/// <param name="Database">The engine and its version: « SQLite 3.53.3 ».</param>
/// <param name="Accounts">How many accounts there are.</param>
public sealed record InstanceView(string Database, int Accounts);

internal sealed class DescribeInstanceHandler(RepairNetDb db, IAccounts accounts) : IRequestHandler<DescribeInstance, InstanceView>
{
    public async Task<InstanceView> Handle(DescribeInstance request, CancellationToken cancellationToken)
    {
        var sqlite = db.Database.ProviderName?.EndsWith("Sqlite", StringComparison.Ordinal) == true;
        var version = await (sqlite
            ? db.Database.SqlQuery<string>($"SELECT sqlite_version() AS \"Value\"")
            : db.Database.SqlQuery<string>($"SELECT current_setting('server_version') AS \"Value\"")).SingleAsync(cancellationToken);
        return new InstanceView((sqlite ? "SQLite " : "PostgreSQL ") + version.Split(' ')[0], await accounts.CountAsync(cancellationToken));
    }
}
