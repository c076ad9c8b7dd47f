using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using RepairNet.Domain.Messaging;

namespace RepairNet.Infrastructure.Messaging;

internal sealed class OutboxMapping : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("outbox");
        builder.Ignore(m => m.IsPending);
        builder.Property(m => m.LastError).HasMaxLength(500);
        builder.HasIndex(m => new { m.Kind, m.SubjectId, m.Occurrence }).IsUnique();
        // In the order they are asked for, to its end: a backlog of thousands is not put in order to take one of it.
        builder.HasIndex(m => new { m.NextTryAt, m.Id }).HasFilter("sent_at IS NULL AND abandoned_at IS NULL AND dropped_at IS NULL").HasDatabaseName("ix_outbox_due");
    }
}
