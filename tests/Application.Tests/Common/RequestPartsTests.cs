using MediatR;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Common;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Common;

/// <summary>Handlers and rules are made when their request is sent: what one of them needs and nobody registered would only be missed then.</summary>
public sealed class RequestPartsTests
{
    [Theory, BothDatabases]
    public async Task Every_handler_and_the_rules_of_every_request_can_be_made(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await using var scope = instance.App.Services.CreateAsyncScope();
        var validators = scope.ServiceProvider.GetRequiredService<RequestValidators>();
        var requests = typeof(Registration).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(IBaseRequest))).ToList();

        requests.Count.ShouldBeGreaterThan(300);
        requests.Count(request => validators.Make(request) is not null).ShouldBeGreaterThan(100);
        foreach (var request in requests)
        {
            var answer = request.GetInterfaces().Single(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>)).GetGenericArguments()[0];
            var contract = typeof(IRequestHandler<,>).MakeGenericType(request, answer);
            dynamic found = scope.ServiceProvider.GetRequiredService(contract);
            object made = found.Make();
            made.GetType().Name.ShouldBe($"{request.Name}Handler");
            made.ShouldBeAssignableTo(contract);
        }
    }
}
