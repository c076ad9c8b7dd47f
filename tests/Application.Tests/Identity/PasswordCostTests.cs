using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RepairNet.TestSupport;
using RepairNet.Web.Hosting;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Identity;

public sealed class PasswordCostTests
{
    /// <summary>Of the program as it is started by an operator: tests make passwords cheaper for themselves.</summary>
    [Fact]
    public async Task A_password_costs_to_guess_what_OWASP_asks_of_PBKDF2_with_SHA_512()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(DatabaseKind.Sqlite);
        await using var program = RepairNetHost.Build(new HostSettings { Data = database.Folder, Environment = "Testing" });

        var hashing = program.Services.GetRequiredService<IOptions<PasswordHasherOptions>>().Value;

        hashing.CompatibilityMode.ShouldBe(PasswordHasherCompatibilityMode.IdentityV3);
        hashing.IterationCount.ShouldBe(210_000);
    }
}
