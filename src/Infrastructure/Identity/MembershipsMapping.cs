using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Common;
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

        // Before there were roles, an agent did all that an editor does.
        builder.Property(m => m.Role).HasDefaultValue(TerritoryRole.Editor);
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

internal sealed class SignInLinkMapping : IEntityTypeConfiguration<SignInLink>
{
    public void Configure(EntityTypeBuilder<SignInLink> builder)
    {
        builder.ToTable("sign_in_links");
        builder.Property(l => l.Hash).HasMaxLength(64);
        builder.HasIndex(l => l.Hash).IsUnique();
        builder.HasIndex(l => l.AccountId);
    }
}

internal sealed class SecondFactorMapping : IEntityTypeConfiguration<SecondFactor>
{
    public void Configure(EntityTypeBuilder<SecondFactor> builder)
    {
        builder.ToTable("second_factors");
        builder.HasKey(f => f.AccountId);
        builder.Property(f => f.AccountId).ValueGeneratedNever();
    }
}

internal sealed class RecoveryCodeMapping : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("recovery_codes");
        builder.HasKey(c => new { c.AccountId, c.Hash });
        builder.Property(c => c.Hash).HasMaxLength(64);
    }
}

internal sealed class PasskeyMapping : IEntityTypeConfiguration<Passkey>
{
    public void Configure(EntityTypeBuilder<Passkey> builder)
    {
        builder.ToTable("passkeys");
        builder.Property(p => p.Name).HasMaxLength(Passkey.MaxName);
        builder.Property(p => p.CredentialId).HasMaxLength(Passkey.MaxCredentialId);
        builder.HasIndex(p => p.CredentialId).IsUnique();
        builder.HasIndex(p => p.AccountId);
    }
}

internal sealed class ProConnectLinkMapping : IEntityTypeConfiguration<ProConnectLink>
{
    public void Configure(EntityTypeBuilder<ProConnectLink> builder)
    {
        builder.ToTable("proconnect_links");
        builder.HasKey(l => l.AccountId);
        builder.Property(l => l.AccountId).ValueGeneratedNever();
        builder.Property(l => l.Subject).HasMaxLength(ProConnectLink.MaxSubject);
        builder.Property(l => l.Territory).HasMaxLength(24);
        builder.HasIndex(l => l.Subject).IsUnique();
    }
}

internal sealed class ProConnectArrivalMapping : IEntityTypeConfiguration<ProConnectArrival>
{
    public void Configure(EntityTypeBuilder<ProConnectArrival> builder)
    {
        builder.ToTable("proconnect_arrivals");
        builder.Property(a => a.Subject).HasMaxLength(ProConnectLink.MaxSubject);
        builder.Property(a => a.Email).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(a => a.Hash).HasMaxLength(64);
        builder.HasIndex(a => a.Hash).IsUnique();
        builder.HasIndex(a => a.CreatedAt);
    }
}

internal sealed class BrowserSessionMapping : IEntityTypeConfiguration<BrowserSession>
{
    public void Configure(EntityTypeBuilder<BrowserSession> builder)
    {
        builder.ToTable("browser_sessions");
        builder.Property(s => s.Browser).HasMaxLength(BrowserSession.MaxBrowser);
        builder.Property(s => s.Network).HasMaxLength(BrowserSession.MaxNetwork);
        builder.HasIndex(s => s.AccountId);
    }
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("audit_entries");
        builder.Property(e => e.Words).HasMaxLength(AuditEntry.MaxWords);
        builder.Property(e => e.CommuneCode).HasMaxLength(5);
        builder.Property(e => e.Territory).HasMaxLength(24);
        builder.Property(e => e.Network).HasMaxLength(BrowserSession.MaxNetwork);
        builder.HasIndex(e => e.At);
        builder.HasIndex(e => new { e.OrganisationId, e.At });
        builder.HasIndex(e => new { e.CommuneCode, e.At });
    }
}
