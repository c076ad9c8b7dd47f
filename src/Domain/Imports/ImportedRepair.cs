using System.Security.Cryptography;
using System.Text;
using NodaTime;
using RepairNet.Domain.Common;
using RepairNet.Domain.Repairs;
using RepairNet.Domain.Territories;

namespace RepairNet.Domain.Imports;

/// <summary>Who gives data that this network imports. In figures it stands where an organisation stands.</summary>
public sealed class ImportedProvider
{
    private ImportedProvider()
    {
    }

    public ImportedProvider(string name)
    {
        Id = IdOf(name);
        Name = name;
    }

    public OrganisationId Id { get; private set; }

    /// <summary>As its files say it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The same name gives the same id, on every instance (RFC 9562, version 8: SHA-256 of the name).</summary>
    public static OrganisationId IdOf(string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes("repairnet imported provider\n" + name)).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new OrganisationId(new Guid(hash, bigEndian: true));
    }
}

/// <summary>
/// A repair made elsewhere and read from a file of the Open Repair Data Standard. It is counted once by the ledger; its row is kept
/// as it was, to be published again.
/// </summary>
public sealed class ImportedRepair
{
    private ImportedRepair()
    {
    }

    public ImportedRepair(OrdsRow row, OrdsMeaning meaning, OrganisationId provider, string? communeCode, ImportId import)
    {
        Id = ImportedRepairId.New();
        ImportId = import;
        ProviderId = provider;
        RowId = row.Id;
        Country = communeCode is null ? meaning.Country : TerritoryKey.France.Code;
        CommuneCode = communeCode;
        Date = meaning.Date;
        CategoryCode = meaning.CategoryCode;
        Outcome = meaning.Outcome;
        Barrier = meaning.Barrier;
        CountryText = row.Country;
        PartnerProductCategory = row.PartnerProductCategory;
        ProductCategory = row.ProductCategory;
        ProductCategoryId = row.ProductCategoryId;
        Brand = row.Brand;
        YearOfManufacture = row.YearOfManufacture;
        ProductAge = row.ProductAge;
        StatusText = row.RepairStatus;
        BarrierText = row.RepairBarrier;
        GroupIdentifier = row.GroupIdentifier;
        DateText = row.EventDate;
        Problem = row.Problem;
    }

    public ImportedRepairId Id { get; private set; }

    /// <summary>The import that brought it.</summary>
    public ImportId ImportId { get; private set; }

    public OrganisationId ProviderId { get; private set; }

    /// <summary>The provider's own identifier, unique with it.</summary>
    public string RowId { get; private set; } = "";

    /// <summary>ISO 3166-1 alpha-3; <see cref="OrdsReading.NoCountry"/> where the row names none.</summary>
    public string Country { get; private set; } = "";

    /// <summary>INSEE code of today, or null for « sans commune ».</summary>
    public string? CommuneCode { get; private set; }

    public LocalDate Date { get; private set; }

    public string CategoryCode { get; private set; } = "";

    public RepairOutcome Outcome { get; private set; }

    public RepairBarrier? Barrier { get; private set; }

    public string CountryText { get; private set; } = "";

    public string PartnerProductCategory { get; private set; } = "";

    public string ProductCategory { get; private set; } = "";

    public string ProductCategoryId { get; private set; } = "";

    public string Brand { get; private set; } = "";

    public string YearOfManufacture { get; private set; } = "";

    public string ProductAge { get; private set; } = "";

    public string StatusText { get; private set; } = "";

    public string BarrierText { get; private set; } = "";

    public string GroupIdentifier { get; private set; } = "";

    public string DateText { get; private set; } = "";

    public string Problem { get; private set; } = "";

    /// <summary>The row it came from, letter for letter.</summary>
    public OrdsRow RowOf(string provider) => new(
        RowId, provider, CountryText, PartnerProductCategory, ProductCategory, ProductCategoryId, Brand, YearOfManufacture, ProductAge, StatusText, BarrierText, GroupIdentifier, DateText, Problem);
}
