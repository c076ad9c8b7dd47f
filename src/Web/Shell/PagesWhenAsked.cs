using System.Collections.Concurrent;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.ApplicationParts;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing.Matching;

namespace RepairNet.Web.Shell;

/// <summary>
/// Describes a page (its model, its handlers, its fields) when it is first asked for, not all of them at the start: a server shows few of the
/// pages in a day, and what describes the others would stay in memory. Comes before whatever reads what the page declares: who may come, how
/// large a request may be, whether it may be framed.
/// </summary>
internal sealed class PagesWhenAsked(PageLoader pages) : MatcherPolicy, IEndpointSelectorPolicy
{
    private readonly ConcurrentDictionary<PageActionDescriptor, Endpoint> _described = new();

    /// <summary>Before every other rule that chooses between endpoints.</summary>
    public override int Order => int.MinValue + 100;

    public static void Add(IServiceCollection services)
    {
        services.Remove(services.Single(s => s.ServiceType == typeof(IActionDescriptorProvider) && s.ImplementationType == typeof(CompiledPageActionDescriptorProvider)));
        services.AddSingleton<IActionDescriptorProvider, PageActionDescriptorProvider>();
        services.AddSingleton<MatcherPolicy, PagesWhenAsked>();

        // There is no controller and no component to look for: the looking alone would load every type of the program. Compiled pages are other parts.
        var parts = (ApplicationPartManager)services.Single(s => s.ServiceType == typeof(ApplicationPartManager)).ImplementationInstance!;
        foreach (var types in parts.ApplicationParts.OfType<AssemblyPart>().ToList())
        {
            parts.ApplicationParts.Remove(types);
        }
    }

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null);

    public async Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i))
            {
                candidates.ReplaceEndpoint(i, await DescribedAsync(candidates[i].Endpoint), candidates[i].Values);
            }
        }
    }

    /// <summary>The same address, with all that its page declares; itself where it leads to no page.</summary>
    internal async ValueTask<Endpoint> DescribedAsync(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } page || endpoint is not RouteEndpoint route ? endpoint
        : _described.TryGetValue(page, out var described) ? described
        : _described.GetOrAdd(page, Describe(route, page, await pages.LoadAsync(page, endpoint.Metadata)));

    /// <summary>What the framework puts on the address of a page that it described at the start, in the same order.</summary>
    private static RouteEndpoint Describe(RouteEndpoint route, PageActionDescriptor page, CompiledPageActionDescriptor described)
    {
        var declared = described.EndpointMetadata?.ToList() ?? [];
        return new RouteEndpoint(
            route.RequestDelegate!,
            route.RoutePattern,
            route.Order,
            new EndpointMetadataCollection(
            [
                .. declared, described,
                .. route.Metadata.Where(already => already != page && !declared.Contains(already)),
                .. described.FilterDescriptors.OrderBy(filter => filter.Order).ThenBy(filter => filter.Scope).Select(filter => filter.Filter),
            ]),
            route.DisplayName);
    }
}
