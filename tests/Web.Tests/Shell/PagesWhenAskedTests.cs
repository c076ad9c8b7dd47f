using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.TestSupport;
using RepairNet.Web.Shell;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Shell;

/// <summary>A page that is described when it is asked for declares what it would have declared at the start.</summary>
public sealed class PagesWhenAskedTests
{
    [Fact]
    public async Task A_page_asked_for_declares_all_it_would_have_declared_at_the_start()
    {
        await using var instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        var policy = instance.Services.GetServices<MatcherPolicy>().OfType<PagesWhenAsked>().Single();
        var atTheStart = new ActionDescriptorProviderContext();
        ActivatorUtilities.CreateInstance<CompiledPageActionDescriptorProvider>(instance.Services).OnProvidersExecuting(atTheStart);
        var expected = atTheStart.Results.Cast<CompiledPageActionDescriptor>().ToLookup(page => (page.RelativePath, page.AttributeRouteInfo!.Template));
        var pages = instance.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>().Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null).ToList();
        pages.Count.ShouldBeGreaterThan(100);

        foreach (var asked in pages)
        {
            var page = asked.Metadata.GetMetadata<PageActionDescriptor>()!;
            page.ShouldNotBeOfType<CompiledPageActionDescriptor>();
            var known = expected[(page.RelativePath, page.AttributeRouteInfo!.Template)].Single();

            var described = await policy.DescribedAsync(asked);

            var metadata = described.Metadata.GetMetadata<ActionDescriptor>().ShouldBeOfType<CompiledPageActionDescriptor>();
            metadata.ModelTypeInfo.ShouldBe(known.ModelTypeInfo);
            metadata.HandlerMethods.Select(h => h.MethodInfo).ShouldBe(known.HandlerMethods.Select(h => h.MethodInfo));
            var declared = known.EndpointMetadata!.Concat(known.FilterDescriptors.Select(f => f.Filter)).Select(m => m.GetType().Name).ToList();
            var onlyRouting = asked.Metadata.Where(m => m is not ActionDescriptor && !known.EndpointMetadata!.Any(k => k.GetType() == m.GetType())).Select(m => m.GetType().Name);
            string.Join(' ', described.Metadata.Select(m => m.GetType().Name).Order(StringComparer.Ordinal))
                .ShouldBe(string.Join(' ', declared.Concat(onlyRouting).Append(nameof(CompiledPageActionDescriptor)).Order(StringComparer.Ordinal)), page.RelativePath);
            (await policy.DescribedAsync(asked)).ShouldBeSameAs(described);
        }
    }
}
