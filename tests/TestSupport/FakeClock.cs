using NodaTime;

namespace RepairNet.TestSupport;

/// <summary>A clock that moves only when told to.</summary>
public sealed class FakeClock(Instant now) : IClock
{
    /// <summary>Monday 1 March 2027, 9 h in Paris: an ordinary working day, four weeks before the spring clock change.</summary>
    public static readonly Instant OrdinaryMonday = Instant.FromUtc(2027, 3, 1, 8, 0);

    private readonly Lock _lock = new();
    private Instant _now = now;

    public FakeClock()
        : this(OrdinaryMonday)
    {
    }

    public Instant Now
    {
        get
        {
            lock (_lock)
            {
                return _now;
            }
        }

        set
        {
            lock (_lock)
            {
                _now = value;
            }
        }
    }

    public Instant GetCurrentInstant() => Now;

    public void Advance(Duration duration)
    {
        lock (_lock)
        {
            _now += duration;
        }
    }

    public void AdvanceMinutes(long minutes) => Advance(Duration.FromMinutes(minutes));

    public void AdvanceDays(int days) => Advance(Duration.FromDays(days));
}
