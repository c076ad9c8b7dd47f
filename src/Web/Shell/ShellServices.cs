using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using FluentValidation;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.WebEncoders;
using RepairNet.Application.Common;

namespace RepairNet.Web.Shell;

/// <summary>Everything around the pages: language, layout, headers, errors, cache, compression.</summary>
public static class ShellServices
{
    /// <summary>Registers Razor Pages and what the shell needs. Reads the section « Instance » of the settings.</summary>
    // Programs that share a process (as in tests) share its sentences.
    private static readonly Lazy<TextCatalog> Sentences = new(() => new TextCatalog(typeof(ShellServices).Assembly));

    public static IServiceCollection AddShell(this IServiceCollection services, IConfiguration configuration)
    {
        // Whatever reads or writes without naming a culture is machinery; people are written to through Display.
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        ValidatorOptions.Global.LanguageManager.Culture = CultureInfo.GetCultureInfo("fr");

        var instance = configuration.GetSection(InstanceSettings.Section).Get<InstanceSettings>() ?? new InstanceSettings();
        services.AddSingleton(instance);
        services.AddSingleton(Sentences.Value);
        services.AddHttpContextAccessor();
        services.AddScoped(provider => provider.GetRequiredService<TextCatalog>().In(RequestLanguage.Of(provider.GetRequiredService<IHttpContextAccessor>().HttpContext)));
        services.AddScoped(provider => provider.GetRequiredService<Texts>().Display);
        services.AddSingleton<SharedAssets>();
        services.AddSingleton<LinkPasses>();
        services.AddSingleton<SentForms>();
        services.AddSingleton<Menu>();
        services.AddSingleton<FormWords>();
        services.AddSingleton<IReadAhead, Pages.Home.BoardAhead>();
        services.AddScoped<MediatR.INotificationHandler<RepairNet.Application.Repairs.Contract.RepairsWritten>, FreshPages>();
        services.AddScoped<MediatR.INotificationHandler<RepairNet.Application.Imports.Contract.ImportedRepairsWritten>, FreshPages>();
        services.AddScoped<MediatR.INotificationHandler<RepairNet.Application.Impact.Contract.PeriodWasClosed>, FreshPages>();
        services.AddScoped<MediatR.INotificationHandler<RepairNet.Application.Publishing.PageTextWritten>, FreshPages>();
        services.AddSingleton(Retention.Read(name => configuration[$"{Retention.Section}:{name}"]));
        services.AddScoped<MediatR.INotificationHandler<RepairNet.Application.Territories.Contract.TerritoryContactWasSet>, FreshPages>();
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));

        services.AddRazorPages();
        PagesWhenAsked.Add(services);
        services.Configure<RouteOptions>(options => options.LowercaseUrls = true);
        services.Configure<MvcOptions>(options =>
        {
            options.Filters.Add<ExpiredForms>();
            options.Filters.Add<UnknownActs>();

            // What the address names is what is acted on: no field of a form and no query says otherwise.
            var route = options.ValueProviderFactories.OfType<RouteValueProviderFactory>().Single();
            options.ValueProviderFactories.Remove(route);
            options.ValueProviderFactories.Insert(0, route);
            options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
            var messages = options.ModelBindingMessageProvider;
            var unfit = Texts.Key("Cette réponse ne convient pas. Vérifiez-la.");
            var missing = Texts.Key("Cette réponse manque.");
            var number = Texts.Key("Donnez un nombre. Exemple : 6,2");
            messages.SetAttemptedValueIsInvalidAccessor((_, _) => unfit);
            messages.SetNonPropertyAttemptedValueIsInvalidAccessor(_ => unfit);
            messages.SetNonPropertyUnknownValueIsInvalidAccessor(() => unfit);
            messages.SetNonPropertyValueMustBeANumberAccessor(() => number);
            messages.SetUnknownValueIsInvalidAccessor(_ => unfit);
            messages.SetValueIsInvalidAccessor(_ => unfit);
            messages.SetValueMustBeANumberAccessor(_ => number);
            messages.SetValueMustNotBeNullAccessor(_ => missing);
            messages.SetMissingBindRequiredValueAccessor(_ => missing);
            messages.SetMissingKeyOrValueAccessor(() => missing);
            messages.SetMissingRequestBodyRequiredValueAccessor(() => missing);
        });

        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = instance.IsHttps ? "__Host-formulaire" : "formulaire";
            options.Cookie.Path = "/";
            options.Cookie.HttpOnly = true;
            options.SuppressXFrameOptionsHeader = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = instance.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        });
        services.AddOutputCache(options =>
        {
            options.SizeLimit = 32 * 1024 * 1024;
            options.MaximumBodySize = 256 * 1024;
            options.AddPolicy(PageCache.Policy, new PageCache());
        });

        // Compressing over TLS is safe here: the only secret in a page is the form token, encrypted anew at each answer.
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json", "application/atom+xml", "text/calendar", "image/svg+xml"];
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = System.IO.Compression.CompressionLevel.Optimal);
        services.Configure<GzipCompressionProviderOptions>(options => options.Level = System.IO.Compression.CompressionLevel.Optimal);
        return services;
    }

    /// <summary>Puts the shell around all that follows, routing included. Comes first in the pipeline, after forwarded headers.</summary>
    public static WebApplication UseShell(this WebApplication app)
    {
        app.UseMiddleware<HeadAsGet>();
        app.UseMiddleware<RequestLanguage>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ErrorAnswers>();
        app.UseMiddleware<SharedAssetsMiddleware>();
        app.UseMiddleware<FormReader>();
        app.UseRouting();
        app.UseMiddleware<PressedButtons>();
        app.UseMiddleware<UploadSizes>();
        app.UseMiddleware<BlankAddresses>();
        app.UseMiddleware<PageMethods>();
        app.UseOutputCache();
        app.UseResponseCompression();
        PlainFiles.Map(app);
        return app;
    }
}
