using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Shouldly;
using Xunit;

namespace RepairNet.Architecture.Tests;

/// <summary>
/// Nothing is written that was not meant to be (mass assignment): a page reads the properties it names, a call reads the fields of its
/// own body, and neither is ever an entity, nor anything that holds one.
/// </summary>
public sealed class BindingTests
{
    private static readonly Type[] Plain = [typeof(string), typeof(bool), typeof(int), typeof(long), typeof(decimal), typeof(double), typeof(Guid), typeof(IFormFile), typeof(System.Text.Json.JsonElement)];

    [Fact]
    public void A_page_reads_the_fields_it_names_and_no_others()
    {
        var models = House.Types(House.Web).Where(t => t.IsSubclassOf(typeof(PageModel))).ToList();
        models.Count.ShouldBeGreaterThan(40);

        models.Where(t => t.IsDefined(typeof(BindPropertiesAttribute), inherit: true)).ShouldBeEmpty("all properties at once");
        var bound = models.SelectMany(t => t.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)).Where(p => p.IsDefined(typeof(BindPropertyAttribute), inherit: true)).ToList();
        bound.Count.ShouldBeGreaterThan(80);
        bound.SelectMany(p => Unnamed(p.PropertyType, $"{p.DeclaringType!.Name}.{p.Name}")).Distinct().ShouldBeEmpty();

        var handlers = models.SelectMany(t => t.GetMethods(BindingFlags.Instance | BindingFlags.Public)).Where(m => m.Name.StartsWith("OnGet", StringComparison.Ordinal) || m.Name.StartsWith("OnPost", StringComparison.Ordinal)).ToList();
        handlers.Count.ShouldBeGreaterThan(60);
        handlers.SelectMany(m => m.GetParameters().Where(p => p.ParameterType != typeof(CancellationToken)).SelectMany(p => Unnamed(p.ParameterType, $"{m.DeclaringType!.Name}.{m.Name}({p.Name})"))).Distinct().ShouldBeEmpty();
    }

    [Fact]
    public void A_call_reads_a_body_of_its_own()
    {
        var bodies = House.Types(House.Web).Where(t => t.Namespace == "RepairNet.Web.Api")
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .SelectMany(m => m.GetParameters())
            .Where(p => p.IsDefined(typeof(FromBodyAttribute)) || p.IsDefined(typeof(FromFormAttribute)) || p.ParameterType.Name.EndsWith("Body", StringComparison.Ordinal))
            .Select(p => p.ParameterType).Distinct().ToList();

        bodies.Count.ShouldBeGreaterThan(8);
        bodies.SelectMany(b => Foreign(b, b.Name, [])).Distinct().ShouldBeEmpty();
    }

    /// <summary>What a binder would fill in without having been told: settable properties of a form's class that name no field.</summary>
    private static IEnumerable<string> Unnamed(Type type, string where)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum || Plain.Contains(type))
        {
            return [];
        }

        if (type.IsArray || type.IsGenericType)
        {
            return (type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments()).SelectMany(t => Unnamed(t, where));
        }

        return type.Assembly != House.Web ? [$"{where}: {type.FullName}"]
            : type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(p => p.SetMethod is { IsPublic: true } && !IsInitOnly(p))
                .SelectMany(p => p.IsDefined(typeof(BindPropertyAttribute)) || p.IsDefined(typeof(Microsoft.AspNetCore.Mvc.ModelBinding.BindNeverAttribute)) ? Unnamed(p.PropertyType, $"{where}.{p.Name}") : [$"{where}.{p.Name} names no field"]);
    }

    private static bool IsInitOnly(PropertyInfo property) => property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));

    /// <summary>Types of a body that are neither plain nor of the API itself.</summary>
    private static IEnumerable<string> Foreign(Type type, string where, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum || Plain.Contains(type) || !seen.Add(type))
        {
            return [];
        }

        if (type.IsArray || type.IsGenericType)
        {
            return (type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments()).SelectMany(t => Foreign(t, where, seen));
        }

        return type.Assembly != House.Web ? [$"{where}: {type.FullName}"] : type.GetProperties(BindingFlags.Instance | BindingFlags.Public).SelectMany(p => Foreign(p.PropertyType, $"{where}.{p.Name}", seen));
    }
}
