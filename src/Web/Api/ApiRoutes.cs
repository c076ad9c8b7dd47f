using System.Text.Json;

namespace RepairNet.Web.Api;

/// <summary>The HTTP API, version 1. Each area maps its own calls; this file lists them.</summary>
internal static class ApiRoutes
{
    public static IServiceCollection AddApi(this IServiceCollection services)
    {
        services.AddSingleton<WrittenImpact>();
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            // Said twice, a field has two meanings, and the reader would pick one without a word.
            options.SerializerOptions.AllowDuplicateProperties = false;
            options.SerializerOptions.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
        });
        return services;
    }

    public static void MapApi(this WebApplication app)
    {
        app.UseMiddleware<ReadableBodies>();
        var api = app.MapGroup("/api/v1").AddEndpointFilter<ProblemFilter>();
        BookingsApi.Map(api);
        WaitingApi.Map(api);
        CommunesApi.Map(api);
        TerritoriesApi.Map(api);
        EquipmentApi.Map(api);
        ImpactApi.Map(api);
        ClosedPeriodsApi.Map(api);
        FeedsApi.Map(api);
        FeedsApi.MapShort(app);
        ImportsApi.Map(api);
        OpenDataApi.Map(api);
        RepairsApi.Map(api);
        DirectoryApi.Map(api);
        AccreditationsApi.Map(api);
        AgendaApi.Map(api);
        SessionsApi.Map(api);
        FollowedCalendarsApi.Map(api);
        ItemsLeftApi.Map(api);
        CoursesApi.Map(api);
        JobOffersApi.Map(api);
        TrainingFiguresApi.Map(api);
        ReuseApi.Map(api);
        ReuseItemsApi.Map(api);
        MutualHelpApi.Map(api);
    }
}
