using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using NodaTime;

namespace RepairNet.Infrastructure.Identity;

/// <summary>Someone who signs in. The address is also the user name.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public const int MaxDisplayName = 80;

    /// <summary>Runs the instance.</summary>
    public bool IsOperator { get; set; }

    /// <summary>How they are called; null when unknown.</summary>
    public string? DisplayName { get; set; }

    public Instant CreatedAt { get; set; }

    /// <summary>When it was last used, to the day; null when it never was.</summary>
    public Instant? LastSeenAt { get; set; }

    /// <summary>When its owner was told that it goes if it stays unused; null once it is used again.</summary>
    public Instant? IdleWarnedAt { get; set; }
}

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("accounts");
        builder.Property(a => a.Email).HasMaxLength(254).IsRequired();
        builder.Property(a => a.NormalizedEmail).HasMaxLength(254).IsRequired();
        builder.Property(a => a.UserName).HasMaxLength(254).IsRequired();
        builder.Property(a => a.NormalizedUserName).HasMaxLength(254).IsRequired();
        builder.Property(a => a.SecurityStamp).HasMaxLength(64).IsRequired();
        builder.Property(a => a.ConcurrencyStamp).HasMaxLength(64).IsConcurrencyToken();
        builder.Property(a => a.PasswordHash).HasMaxLength(200);
        builder.Property(a => a.DisplayName).HasMaxLength(Account.MaxDisplayName);
        builder.HasIndex(a => a.NormalizedEmail).IsUnique();
        builder.HasIndex(a => a.NormalizedUserName).IsUnique();

        // Pauses after wrong passwords are kept by address (address_tries), for addresses without an account too.
        builder.Ignore(a => a.AccessFailedCount).Ignore(a => a.LockoutEnabled).Ignore(a => a.LockoutEnd);
        builder.Ignore(a => a.PhoneNumber).Ignore(a => a.PhoneNumberConfirmed).Ignore(a => a.TwoFactorEnabled);
    }
}
