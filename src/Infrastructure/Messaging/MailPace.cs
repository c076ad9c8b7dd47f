using NodaTime;

namespace RepairNet.Infrastructure.Messaging;

/// <summary>
/// People who book come before mails. While more messages are being made, mails leave slowly and leave them the processor and
/// the disk; the rest leave at once when the rush is over.
/// </summary>
internal sealed class MailPace
{
    /// <summary>How long a mail lets others pass in a rush. To write and send one takes several milliseconds of the processor, in which a few people book.</summary>
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(250);

    /// <summary>The same for a message as old as <see cref="Patience"/>: some twenty leave in a second, as many as are booked in the busiest hour of a country.</summary>
    private static readonly TimeSpan LessCourtesy = TimeSpan.FromMilliseconds(40);

    /// <summary>A mail is to leave within ten seconds of what it tells.</summary>
    private static readonly Duration Patience = Duration.FromSeconds(5);

    /// <summary>A message this old lets nobody pass any more: no rush lasts so long, and its reader waits.</summary>
    private static readonly Duration LongestPatience = Duration.FromMinutes(2);

    private long _made;

    /// <summary>A message was committed.</summary>
    public void Made() => Interlocked.Increment(ref _made);

    /// <summary>Begins to watch. Called before a mail is sent.</summary>
    public Watch Begin() => new(this, Interlocked.Read(ref _made));

    public readonly record struct Watch(MailPace Pace, long Made)
    {
        /// <summary>Lets others pass if messages were made since this began. Called after a mail was sent.</summary>
        /// <param name="age">Of the message just sent.</param>
        public Task RestAsync(Duration age, CancellationToken cancellationToken) =>
            age < LongestPatience && Interlocked.Read(ref Pace._made) != Made ? Task.Delay(age < Patience ? Courtesy : LessCourtesy, cancellationToken) : Task.CompletedTask;
    }
}
