using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace RepairNet.Application.Common;

/// <summary>
/// The types of an assembly that somebody wrote. <see cref="Assembly.GetTypes"/> loads those of the compiler too (closures, state
/// machines), more than half of all, and what is loaded stays in memory as long as the program runs.
/// </summary>
internal static class WrittenTypes
{
    /// <summary>Those that implement an interface, or derive from a generic type: what is looked for by its contract.</summary>
    public static IReadOnlyList<Type> Of(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var names = file.GetMetadataReader();
        return
        [
            .. names.TypeDefinitions.Where(handle => IsWritten(names, names.GetTypeDefinition(handle)))
                .Select(handle => assembly.ManifestModule.ResolveType(MetadataTokens.GetToken(handle))),
        ];
    }

    private static bool IsWritten(MetadataReader names, TypeDefinition type) =>
        // No name that can be written has this sign.
        !names.GetString(type.Name).Contains('<', StringComparison.Ordinal)
        && (type.GetInterfaceImplementations().Count > 0 || type.BaseType.Kind == HandleKind.TypeSpecification);
}
