using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Common;

/// <summary>The program knows its tables from code made of the mappings beforehand (decision 34): they must say the same.</summary>
public sealed class CompiledModelsTests
{
    [Theory, BothDatabases]
    public async Task The_compiled_model_is_in_use_and_says_what_the_mappings_say(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.ReadAsync(db =>
        {
            db.Model.GetType().Namespace.ShouldBe($"RepairNet.Infrastructure.Persistence.{kind}.CompiledModel");
            Described(db.Model).ShouldBe(Described(db.GetService<IDesignTimeModel>().Model), "run tools/compile-models");
            return Task.FromResult(true);
        });
    }

    // Columns, types, keys, indexes and how values are written; not what only migrations read.
    private static string Described(IModel model) => string.Join('\n', model.GetEntityTypes().SelectMany(Lines).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Lines(IEntityType type) =>
    [
        .. Properties(type).Select(p =>
            $"{type.GetTableName()}.{p.GetColumnName()} {p.GetColumnType()} {p.ClrType} {p.IsNullable} {p.GetMaxLength()} {p.IsConcurrencyToken} {p.ValueGenerated} {p.GetTypeMapping().Converter?.ProviderClrType}"),
        .. type.GetKeys().Select(k => $"{type.GetTableName()} key {k.GetName()}: {Names(k.Properties)}"),
        .. type.GetForeignKeys().Select(f => $"{type.GetTableName()} to {f.PrincipalEntityType.GetTableName()} {f.GetConstraintName()}: {Names(f.Properties)} {f.DeleteBehavior} {f.IsRequired}"),
        .. type.GetIndexes().Select(i => $"{type.GetTableName()} index {i.GetDatabaseName()}: {Names(i.Properties)} {i.IsUnique}"),
    ];

    private static IEnumerable<IProperty> Properties(ITypeBase type) => type.GetProperties().Concat(type.GetComplexProperties().SelectMany(c => Properties(c.ComplexType)));

    private static string Names(IEnumerable<IReadOnlyProperty> properties) => string.Join(", ", properties.Select(p => p.Name));
}
