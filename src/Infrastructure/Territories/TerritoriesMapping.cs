using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using RepairNet.Domain.Territories;

namespace RepairNet.Infrastructure.Territories;

/// <summary>
/// Postcodes as one text, joined by a bar: they are read with their commune and searched in memory. Nine communes of ten share theirs with others,
/// and the list with it.
/// </summary>
internal sealed class PostcodesConverter() : ValueConverter<IReadOnlyList<string>, string>(codes => string.Join('|', codes), text => Read(text))
{
    public static ValueComparer<IReadOnlyList<string>> Comparer { get; } = new((a, b) => a!.SequenceEqual(b!), codes => codes.Count, codes => codes);

    private static readonly ConcurrentDictionary<string, string[]> Known = new(StringComparer.Ordinal);

    private static string[] Read(string text) =>
        text.Length == 0 ? [] : Known.GetOrAdd(text, static text => text.Split('|') is { Length: > 1 } several ? [.. several.Select(code => Read(code)[0])] : [text]);
}

/// <summary>A code that thousands of communes share: one text in memory for all of them, which stay there.</summary>
internal sealed class SharedCodeConverter() : ValueConverter<string, string>(code => code, text => string.Intern(text));

internal sealed class CommuneMapping : IEntityTypeConfiguration<Commune>
{
    public void Configure(EntityTypeBuilder<Commune> builder)
    {
        builder.ToTable("communes");
        builder.HasKey(c => c.Code);
        builder.Property(c => c.Code).HasMaxLength(5);
        builder.Property(c => c.Name).HasMaxLength(Commune.MaxName);
        builder.Property(c => c.DepartementCode).HasMaxLength(3).HasConversion<SharedCodeConverter>();
        builder.Property(c => c.RegionCode).HasMaxLength(3).HasConversion<SharedCodeConverter>();
        builder.Property(c => c.EpciCode).HasMaxLength(9).HasConversion<SharedCodeConverter>();
        builder.Property(c => c.Siren).HasMaxLength(9);
        builder.Property(c => c.Postcodes).HasMaxLength(400).HasConversion<PostcodesConverter>(PostcodesConverter.Comparer);
        builder.Ignore(c => c.Centre);
        builder.Ignore(c => c.Key);
        builder.HasIndex(c => c.EpciCode);
        builder.HasIndex(c => c.DepartementCode);
    }
}

internal sealed class EpciMapping : IEntityTypeConfiguration<Epci>
{
    public void Configure(EntityTypeBuilder<Epci> builder)
    {
        builder.ToTable("epcis");
        builder.HasKey(e => e.Code);
        builder.Property(e => e.Code).HasMaxLength(9);
        builder.Property(e => e.Name).HasMaxLength(200);
        builder.Ignore(e => e.Key);
    }
}

internal sealed class DepartementMapping : IEntityTypeConfiguration<Departement>
{
    public void Configure(EntityTypeBuilder<Departement> builder)
    {
        builder.ToTable("departements");
        builder.HasKey(d => d.Code);
        builder.Property(d => d.Code).HasMaxLength(3);
        builder.Property(d => d.Name).HasMaxLength(80);
        builder.Property(d => d.RegionCode).HasMaxLength(3);
        builder.Ignore(d => d.Key);
    }
}

internal sealed class RegionMapping : IEntityTypeConfiguration<Region>
{
    public void Configure(EntityTypeBuilder<Region> builder)
    {
        builder.ToTable("regions");
        builder.HasKey(r => r.Code);
        builder.Property(r => r.Code).HasMaxLength(3);
        builder.Property(r => r.Name).HasMaxLength(80);
        builder.Ignore(r => r.Key);
    }
}

internal sealed class FormerCommuneMapping : IEntityTypeConfiguration<FormerCommune>
{
    public void Configure(EntityTypeBuilder<FormerCommune> builder)
    {
        builder.ToTable("former_communes");
        builder.HasKey(f => f.Code);
        builder.Property(f => f.Code).HasMaxLength(5);
        builder.Property(f => f.Name).HasMaxLength(Commune.MaxName);
        builder.Property(f => f.CommuneCode).HasMaxLength(5);
        builder.Property(f => f.Postcodes).HasMaxLength(400).HasConversion<PostcodesConverter>(PostcodesConverter.Comparer);
    }
}

internal sealed class TerritoryEditionMapping : IEntityTypeConfiguration<TerritoryEdition>
{
    public void Configure(EntityTypeBuilder<TerritoryEdition> builder)
    {
        builder.ToTable("territory_editions");
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Fingerprint).HasMaxLength(64);
        builder.Property(e => e.ShippedFingerprint).HasMaxLength(64);
    }
}

internal sealed class TerritoryContactMapping : IEntityTypeConfiguration<TerritoryContact>
{
    public void Configure(EntityTypeBuilder<TerritoryContact> builder)
    {
        builder.ToTable("territory_contacts");
        builder.HasKey(c => c.Territory);
        builder.Property(c => c.Territory).HasMaxLength(24);
        builder.Property(c => c.Name).HasMaxLength(TerritoryContact.MaxName);
        builder.Property(c => c.Phone).HasMaxLength(TerritoryContact.MaxPhone);
        builder.Property(c => c.Email).HasMaxLength(254);
        builder.Property(c => c.Address).HasMaxLength(TerritoryContact.MaxAddress);
        builder.Property(c => c.Hours).HasMaxLength(TerritoryContact.MaxHours);
        builder.Property(c => c.HoursEnglish).HasMaxLength(TerritoryContact.MaxHours);
        builder.Property(c => c.Welcome).HasMaxLength(TerritoryContact.MaxWelcome);
        builder.Property(c => c.WelcomeEnglish).HasMaxLength(TerritoryContact.MaxWelcome);
        builder.Ignore(c => c.SaysSomething);
    }
}
