using System.Runtime.CompilerServices;
using FluentValidation;
using MediatR;
using RepairNet.Application.Common;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Common;

/// <summary>Handlers and validators are found without loading what the compiler made.</summary>
public sealed class WrittenTypesTests
{
    [Fact]
    public void Every_handler_and_validator_is_found_and_nothing_the_compiler_made()
    {
        var found = WrittenTypes.Of(typeof(Registration).Assembly);

        found.Where(IsSought).OrderBy(t => t.FullName, StringComparer.Ordinal)
            .ShouldBe(typeof(Registration).Assembly.GetTypes().Where(IsSought).OrderBy(t => t.FullName, StringComparer.Ordinal));
        found.Count(IsSought).ShouldBeGreaterThan(400);
        found.ShouldNotContain(t => t.IsDefined(typeof(CompilerGeneratedAttribute), false));
    }

    private static bool IsSought(Type type) => type.GetInterfaces().Where(i => i.IsGenericType).Select(i => i.GetGenericTypeDefinition())
        .Any(contract => contract == typeof(IRequestHandler<,>) || contract == typeof(INotificationHandler<>) || contract == typeof(IValidator<>));
}
