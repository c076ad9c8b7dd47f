using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Publishing;

namespace RepairNet.Infrastructure.Publishing;

internal sealed class SiteTextMapping : IEntityTypeConfiguration<SiteText>
{
    public void Configure(EntityTypeBuilder<SiteText> builder)
    {
        builder.ToTable("site_texts");
        builder.Property(t => t.Territory).HasMaxLength(24);
        builder.Property(t => t.Language).HasMaxLength(2);
        builder.Property(t => t.Body).HasMaxLength(SiteText.MaxBody);
        builder.HasIndex(t => new { t.Page, t.Territory, t.Language, t.At });
    }
}
