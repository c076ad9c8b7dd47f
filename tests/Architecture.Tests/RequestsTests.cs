using System.Text.RegularExpressions;
using FluentValidation;
using MediatR;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using Shouldly;
using Xunit;

namespace RepairNet.Architecture.Tests;

/// <summary>One behaviour, one file, one name; each says who may send it.</summary>
public sealed class RequestsTests
{
    private static IReadOnlyList<Type> Requests { get; } = [.. House.Types(House.Application).Where(t => t is { IsAbstract: false } && typeof(IBaseRequest).IsAssignableFrom(t))];

    private static IReadOnlyList<(Type Handler, Type Request)> Handlers { get; } =
    [
        .. House.Types(House.Application).Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false }).SelectMany(t => t.GetInterfaces()
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>))
            .Select(i => (t, i.GetGenericArguments()[0]))),
    ];

    [Fact]
    public void Every_request_says_who_may_send_it()
    {
        Requests.ShouldNotBeEmpty();
        Requests.Where(r => !r.IsDefined(typeof(AllowedToAttribute), inherit: false)).Select(r => r.FullName).ShouldBeEmpty();
    }

    [Fact]
    public void Every_request_reads_or_writes_and_says_which()
    {
        Requests.ShouldNotBeEmpty();
        Requests.Where(r => Implements(r, typeof(IQuery<>)) == Implements(r, typeof(ICommand<>))).Select(r => r.FullName).ShouldBeEmpty();
    }

    [Fact]
    public void Every_request_has_one_handler_of_its_name_that_nobody_else_can_call()
    {
        Handlers.ShouldNotBeEmpty();
        Requests.Where(r => Handlers.Count(h => h.Request == r) != 1).Select(r => r.FullName).ShouldBeEmpty("One handler each.");
        Handlers.Where(h => h.Handler is not { IsSealed: true, IsNotPublic: true } || h.Handler.Name != h.Request.Name + "Handler")
            .Select(h => h.Handler.FullName).ShouldBeEmpty("internal sealed class …Handler");
    }

    /// <summary>They are found by their names, and nobody ends their lives.</summary>
    [Fact]
    public void A_handler_and_the_rules_of_a_request_stand_beside_it_and_hold_nothing()
    {
        var rules = House.Types(House.Application).Where(t => t is { IsAbstract: false })
            .SelectMany(t => t.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IValidator<>)).Select(i => (Rules: t, Request: i.GetGenericArguments()[0])))
            .Where(r => Requests.Contains(r.Request)).ToList();

        rules.Count.ShouldBeGreaterThan(100);
        rules.Where(r => r.Rules.FullName != r.Request.FullName + "Validator").Select(r => r.Rules.FullName).ShouldBeEmpty("…Validator, in the namespace of its request");
        Handlers.Where(h => h.Handler.FullName != h.Request.FullName + "Handler").Select(h => h.Handler.FullName).ShouldBeEmpty("in the namespace of its request");
        Handlers.Select(h => h.Handler).Concat(rules.Select(r => r.Rules)).Where(t => t.IsAssignableTo(typeof(IDisposable)) || t.IsAssignableTo(typeof(IAsyncDisposable)))
            .Select(t => t.FullName).ShouldBeEmpty("Nobody disposes of it.");
    }

    [Fact]
    public void A_request_and_its_handler_are_in_the_file_of_its_name()
    {
        Requests.ShouldNotBeEmpty();
        foreach (var request in Requests)
        {
            var file = $"src/Application/{request.Namespace!["RepairNet.Application.".Length..].Replace('.', '/')}/{request.Name}.cs";
            SourceTree.Exists(file).ShouldBeTrue($"{request.FullName} belongs in {file}.");
            var text = SourceTree.Read(file);
            Regex.IsMatch(text, $@"\brecord {request.Name}\b").ShouldBeTrue($"{file} holds {request.Name}.");
            Regex.IsMatch(text, $@"\bclass {request.Name}Handler\b").ShouldBeTrue($"{file} holds {request.Name}Handler.");
        }
    }

    [Fact]
    public void A_command_answers_an_outcome_and_never_a_bare_yes_or_no()
    {
        var commands = Requests.Where(r => Implements(r, typeof(ICommand<>))).ToList();

        commands.ShouldNotBeEmpty();
        commands.Where(r => r.GetInterfaces().First(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ICommand<>)).GetGenericArguments()[0] is { } answer && (answer == typeof(bool) || answer == typeof(string)))
            .Select(r => r.FullName).ShouldBeEmpty();
    }

    private static bool Implements(Type type, Type contract) => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == contract);
}
