using System.Buffers.Binary;
using System.IO.Compression;

namespace RepairNet.Web.Api;

/// <summary>
/// Some text compressed by itself in such a way that pieces one after the other are one file of gzip (RFC 1952), with a single member: some programs read no
/// more than the first. Pieces are compressed several at once, and those that did not change are used again.
/// </summary>
/// <param name="Deflated">Blocks of deflate (RFC 1951) that end with a byte, none of them the last of the file.</param>
/// <param name="Crc">CRC-32 of the text.</param>
/// <param name="Length">Of the text, in bytes.</param>
internal sealed record GzipPiece(ReadOnlyMemory<byte> Deflated, uint Crc, long Length)
{
    private const int HeaderLength = 10;
    private const int TrailerLength = 8;

    /// <summary>x³² + x²⁶ + … + 1, the lowest power first, as RFC 1952 has it.</summary>
    private const uint Polynomial = 0xEDB88320;
    private const uint One = 1u << 31;

    /// <summary>« Deflated, from an unknown system ».</summary>
    private static ReadOnlySpan<byte> Header => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255];

    /// <summary>A last block, of nothing.</summary>
    private static ReadOnlySpan<byte> LastBlock => [0x03, 0x00];

    public static GzipPiece Of(ReadOnlySpan<byte> text)
    {
        using var all = new MemoryStream();
        int end;
        using (var gzip = new GZipStream(all, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(text);
            gzip.Flush();
            end = (int)all.Length;
        }

        // Nothing at all is not even flushed.
        var crc = text.IsEmpty ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(all.GetBuffer().AsSpan((int)all.Length - TrailerLength));
        return new GzipPiece(text.IsEmpty ? default : all.GetBuffer().AsMemory(HeaderLength..end).ToArray(), crc, text.Length);
    }

    /// <summary>The file that some pieces make, in lengths to be written one after the other.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> File(IReadOnlyList<GzipPiece> pieces)
    {
        var (crc, length) = (0u, 0L);
        foreach (var piece in pieces)
        {
            (crc, length) = (Times(PowerOfX(8 * piece.Length), crc) ^ piece.Crc, length + piece.Length);
        }

        var end = new byte[LastBlock.Length + TrailerLength];
        LastBlock.CopyTo(end);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(LastBlock.Length), crc);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(LastBlock.Length + 4), (uint)length);
        return [Header.ToArray(), .. pieces.Select(p => p.Deflated), end];
    }

    /// <summary>The product of two polynomials, modulo that of the CRC.</summary>
    private static uint Times(uint left, uint right)
    {
        var product = 0u;
        for (var bit = One; bit != 0; bit >>= 1)
        {
            if ((left & bit) != 0)
            {
                product ^= right;
            }

            right = (right & 1) != 0 ? (right >> 1) ^ Polynomial : right >> 1;
        }

        return product;
    }

    /// <summary>What the CRC of a text is multiplied by when so many bits come after it.</summary>
    private static uint PowerOfX(long bits)
    {
        var (power, square) = (One, One >> 1);
        for (; bits > 0; bits >>= 1)
        {
            if ((bits & 1) != 0)
            {
                power = Times(power, square);
            }

            square = Times(square, square);
        }

        return power;
    }
}
