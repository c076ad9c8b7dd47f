using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Privacy;

namespace RepairNet.Infrastructure.Privacy;

internal sealed class DataLinkMapping : IEntityTypeConfiguration<DataLink>
{
    public void Configure(EntityTypeBuilder<DataLink> builder)
    {
        builder.ToTable("data_links");
        builder.Property(l => l.Email).HasMaxLength(254);
        builder.Property(l => l.Hash).HasMaxLength(64);
        builder.Property(l => l.Language).HasMaxLength(2);
        builder.HasIndex(l => l.Hash).IsUnique();
        builder.HasIndex(l => new { l.Email, l.CreatedAt });
    }
}

internal sealed class ContactMessageMapping : IEntityTypeConfiguration<ContactMessage>
{
    public void Configure(EntityTypeBuilder<ContactMessage> builder)
    {
        builder.ToTable("contact_messages");
        builder.Property(m => m.Territory).HasMaxLength(24);
        builder.Property(m => m.Name).HasMaxLength(ContactMessage.MaxName);
        builder.Property(m => m.Email).HasMaxLength(254);
        builder.Property(m => m.Subject).HasMaxLength(ContactMessage.MaxSubject);
        builder.Property(m => m.Body).HasMaxLength(ContactMessage.MaxBody);
        builder.Property(m => m.Language).HasMaxLength(2);
        builder.HasIndex(m => new { m.Email, m.At });
        builder.HasIndex(m => m.At);
    }
}
