using System.Buffers.Binary;

namespace RepairNet.Domain.Common;

/// <summary>
/// Version-7 UUIDs that keep the order in which this process made them, within one millisecond too: the twelve bits after the version count up
/// (RFC 9562, section 6.2, method 1). Lists that order by moment, then by id, are in the order of what happened.
/// </summary>
public static class SequentialIds
{
    private const int CounterBits = 12;

    /// <summary>Milliseconds since 1970 and, below them, the counter.</summary>
    private static long _last;

    /// <summary>An id greater than all that this process made before.</summary>
    public static Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7().TryWriteBytes(bytes, bigEndian: true, out _);
        var now = (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16) << CounterBits;
        long last, next;
        do
        {
            last = Volatile.Read(ref _last);
            next = Math.Max(now, last + 1);
        }
        while (Interlocked.CompareExchange(ref _last, next, last) != last);

        // 48 bits of time, the version, the counter; the 62 bits after stay random.
        BinaryPrimitives.WriteUInt64BigEndian(bytes, ((ulong)(next >> CounterBits) << 16) | 0x7000 | ((ulong)next & ((1 << CounterBits) - 1)));
        return new Guid(bytes, bigEndian: true);
    }
}
