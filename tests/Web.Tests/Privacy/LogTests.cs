using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

[assembly: AssemblyFixture(typeof(RunLogCheck))]

namespace RepairNet.Web.Tests.Privacy;

/// <summary>That nothing of a person is logged is checked at the end of the whole run; here, that the check sees.</summary>
public sealed class LogTests
{
    [Theory]
    [InlineData("Message to marie.blanc@exemple.fr refused")]
    [InlineData("call 06 12 34 56 78")]
    [InlineData("call +33612345678")]
    [InlineData("GET /rendez-vous/AbCdEfGhIjKlMnOpQrStUvWx failed")]
    [InlineData("GET /en/mes-donnees/lien/AbCdEfGhIjKlMnOpQrStUvWx failed")]
    [InlineData("Authorization: Bearer abcdefghijklmnop")]
    [InlineData("« Marie » was typed")]
    public void What_tells_of_a_person_is_seen(string line)
    {
        var log = new RunLog();
        log.Read("a category", line);
        log.Offences.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_the_program_logs_is_read()
    {
        var before = RunLog.OfRun.Lines;
        await using var instance = await TestInstance.BuildAsync(DatabaseKind.Sqlite);
        instance.Services.GetRequiredService<ILoggerFactory>().CreateLogger("a category").LogInformation("Booking {Booking} is « ABC-1234 »", Guid.Empty);
        RunLog.OfRun.Lines.ShouldBeGreaterThan(before);
    }
}
