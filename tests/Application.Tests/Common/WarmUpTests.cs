using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Common;

/// <summary>What is read before anybody asks.</summary>
public sealed class WarmUpTests
{
    [Theory, BothDatabases]
    public async Task The_board_of_the_home_page_is_asked_for_before_the_first_visitor(DatabaseKind kind)
    {
        var lines = new LogLines();
        await using var instance = await TestInstance.ServeAsync(kind, new TestOptions
        {
            Background = true,
            Settings = new Dictionary<string, string?> { ["Instance:HomeTerritory"] = "epci:200040715", ["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "Information" },
            Replace = services => services.AddSingleton<ILoggerProvider>(lines),
        });

        for (var look = 0; look < 300 && !lines.All.Any(IsBoard); look++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        lines.All.Any(IsBoard).ShouldBeTrue("no request was sent");

        static bool IsBoard(string line) => line.Contains("organisations", StringComparison.Ordinal) && line.Contains("epci_code", StringComparison.Ordinal);
    }
}
