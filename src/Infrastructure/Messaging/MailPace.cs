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

    /// <summary>The same for a message as old as <see cref="Patience"/>, unless as many as <see cref="Rush"/> are made while one leaves.</summary>
    private static readonly TimeSpan LessCourtesy = TimeSpan.FromMilliseconds(40);

    /// <summary>A mail is to leave within ten seconds of what it tells.</summary>
    private static readonly Duration Patience = Duration.FromSeconds(5);

    /// <summary>A message this old lets nobody pass any more: no rush lasts so long, and its reader waits.</summary>
    private static readonly Duration LongestPatience = Duration.FromMinutes(2);

    /// <summary>Messages made while one mail leaves: hundreds in a second. Mails that left faster took a fifth of the bookings.</summary>
    private const int Rush = 4;

    private long _made;

    /// <summary>A message was committed.</summary>
    public void Made() => Interlocked.Increment(ref _made);

    /// <summary>Begins to watch. Called before a mail is sent.</summary>
    public Watch Begin() => new(this, Interlocked.Read(ref _made));

    public readonly record struct Watch(MailPace Pace, long Made)
    {
        /// <summary>Lets others pass if messages were made since this began. Called after a mail was sent.</summary>
        /// <param name="age">Of the message just sent.</param>
        /// <param name="cancellationToken">Passes no more.</param>
        public Task RestAsync(Duration age, CancellationToken cancellationToken) => PauseAfter(age) is var pause && pause > TimeSpan.Zero ? Task.Delay(pause, cancellationToken) : Task.CompletedTask;

        /// <summary>For how long.</summary>
        internal TimeSpan PauseAfter(Duration age)
        {
            var meanwhile = Interlocked.Read(ref Pace._made) - Made;
            return meanwhile == 0 || age >= LongestPatience ? TimeSpan.Zero : age < Patience || meanwhile >= Rush ? Courtesy : LessCourtesy;
        }
    }
}
