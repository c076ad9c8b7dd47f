using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Identity;

namespace RepairNet.Infrastructure.Identity;

internal sealed class OrganisationMembershipMapping : IEntityTypeConfiguration<OrganisationMembership>
{
    public void Configure(EntityTypeBuilder<OrganisationMembership> builder)
    {
        builder.ToTable("organisation_memberships");
        builder.HasKey(m => new { m.AccountId, m.OrganisationId });
        builder.HasIndex(m => m.OrganisationId);
    }
}

internal sealed class TerritoryMembershipMapping : IEntityTypeConfiguration<TerritoryMembership>
{
    public void Configure(EntityTypeBuilder<TerritoryMembership> builder)
    {
        builder.ToTable("territory_memberships");
        builder.HasKey(m => new { m.AccountId, m.Territory });
        builder.Property(m => m.Territory).HasMaxLength(24);
    }
}

internal sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("api_tokens");
        builder.Property(t => t.Hash).HasMaxLength(64);
        builder.HasIndex(t => t.Hash).IsUnique();
        builder.HasIndex(t => t.AccountId);
    }
}

internal sealed class AccountLinkMapping : IEntityTypeConfiguration<AccountLink>
{
    public void Configure(EntityTypeBuilder<AccountLink> builder)
    {
        builder.ToTable("account_links");
        builder.Property(l => l.Hash).HasMaxLength(64);
        builder.HasIndex(l => l.Hash).IsUnique();
        builder.HasIndex(l => l.AccountId);
    }
}

internal sealed class AddressTriesMapping : IEntityTypeConfiguration<AddressTries>
{
    public void Configure(EntityTypeBuilder<AddressTries> builder)
    {
        builder.ToTable("address_tries");
        builder.HasKey(f => f.Hash);
        builder.Property(f => f.Hash).HasMaxLength(64);
        builder.HasIndex(f => f.LastAt);
    }
}
