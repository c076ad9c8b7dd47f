using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.Domain.MutualHelp;
using RepairNet.Domain.Repairs;

namespace RepairNet.Infrastructure.MutualHelp;

internal sealed class HelpPostMapping : IEntityTypeConfiguration<HelpPost>
{
    public void Configure(EntityTypeBuilder<HelpPost> builder)
    {
        builder.ToTable("help_posts");
        builder.Property(p => p.SecretHash).HasMaxLength(64);
        builder.Property(p => p.CategoryCode).HasMaxLength(40);
        builder.Property(p => p.CommuneCode).HasMaxLength(5);
        builder.Property(p => p.FirstName).HasMaxLength(HelpText.MaxFirstName);
        builder.Property(p => p.Email).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(p => p.ContactKey).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(p => p.Text).HasMaxLength(HelpText.MaxText);
        builder.Property(p => p.Language).HasMaxLength(2);
        builder.Property(p => p.HideReason).HasMaxLength(HelpPost.MaxReason);
        builder.Property(p => p.DoneCategoryCode).HasMaxLength(40);
        builder.Property(p => p.DoneWhat).HasMaxLength(HelpText.MaxWhat);
        builder.Ignore(p => p.Counts);
        builder.HasIndex(p => p.SecretHash).IsUnique();
        builder.HasIndex(p => new { p.ContactKey, p.CreatedAt });

        // What is over ends in the past, whatever ended it: this alone finds what is shown, around or everywhere, and what expires soon.
        builder.HasIndex(p => new { p.Status, p.ShownUntil });
        builder.HasIndex(p => new { p.CommuneCode, p.ShownUntil });
        builder.HasIndex(p => p.LinkUntil).HasFilter("erased_at IS NULL").HasDatabaseName("ix_help_posts_to_forget");
        builder.HasIndex(p => p.DoneAt).HasFilter("done_at IS NOT NULL").HasDatabaseName("ix_help_posts_done");
    }
}

internal sealed class HelpThreadMapping : IEntityTypeConfiguration<HelpThread>
{
    public void Configure(EntityTypeBuilder<HelpThread> builder)
    {
        builder.ToTable("help_threads");
        builder.Property(t => t.SecretHash).HasMaxLength(64);
        builder.Property(t => t.Name).HasMaxLength(HelpThread.MaxName);
        builder.Property(t => t.Email).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(t => t.ContactKey).HasMaxLength(EmailAddress.MaxLength);
        builder.Property(t => t.Language).HasMaxLength(2);
        builder.Ignore(t => t.IsOpen);
        builder.HasOne<HelpPost>().WithMany().HasForeignKey(t => t.PostId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(t => t.OrganisationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(t => t.SecretHash).IsUnique();
        builder.HasIndex(t => new { t.PostId, t.LastAt });
        builder.HasIndex(t => new { t.ContactKey, t.OpenedAt });
    }
}

internal sealed class HelpMessageMapping : IEntityTypeConfiguration<HelpMessage>
{
    public void Configure(EntityTypeBuilder<HelpMessage> builder)
    {
        builder.ToTable("help_messages");
        builder.Property(m => m.Text).HasMaxLength(HelpText.MaxMessage);
        builder.Property(m => m.QuoteCovers).HasMaxLength(Quote.MaxText);
        builder.Ignore(m => m.Quote);
        builder.HasOne<HelpThread>().WithMany().HasForeignKey(m => m.ThreadId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(m => new { m.ThreadId, m.Number }).IsUnique();
    }
}

internal sealed class HelpReportMapping : IEntityTypeConfiguration<HelpReport>
{
    public void Configure(EntityTypeBuilder<HelpReport> builder)
    {
        builder.ToTable("help_reports");
        builder.Property(r => r.Words).HasMaxLength(HelpReport.MaxWords);
        builder.Property(r => r.ReporterHash).HasMaxLength(64);
        builder.HasOne<HelpPost>().WithMany().HasForeignKey(r => r.PostId).OnDelete(DeleteBehavior.Restrict);

        // One report of each, whoever sends two at the same time.
        builder.HasIndex(r => new { r.PostId, r.ReporterHash }).IsUnique();
    }
}

internal sealed class HelpModerationMapping : IEntityTypeConfiguration<HelpModeration>
{
    public void Configure(EntityTypeBuilder<HelpModeration> builder)
    {
        builder.ToTable("help_moderations");
        builder.HasKey(m => m.Territory);
        builder.Property(m => m.Territory).HasMaxLength(24);
        builder.HasOne<Organisation>().WithMany().HasForeignKey(m => m.OrganisationId).OnDelete(DeleteBehavior.Restrict);
    }
}
