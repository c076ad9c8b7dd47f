using NodaTime;

namespace RepairNet.Infrastructure.Hosting;

/// <summary>A clock that started elsewhere and runs on: for trying the program at another date (<c>--now</c>).</summary>
public sealed class ShiftedClock(IClock clock, Instant start) : IClock
{
    private readonly Duration _shift = start - clock.GetCurrentInstant();

    public Instant GetCurrentInstant() => clock.GetCurrentInstant() + _shift;
}

/// <summary>The framework's own clock (tokens, cookies, rate limits), reading ours.</summary>
public sealed class ClockTimeProvider(IClock clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.GetCurrentInstant().ToDateTimeOffset();
}
