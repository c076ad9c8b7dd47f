using System.IO.Compression;
using System.Text;
using RepairNet.Web.Api;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Impact;

public sealed class GzipPieceTests
{
    /// <summary>Lengths of the texts of pieces: none, alike, very uneven, longer than a window of deflate.</summary>
    public static TheoryData<int[]> Lengths => new([], [0], [0, 0, 0], [1], [5, 0, 7], [1, 200_000, 3], [70_000, 70_000, 70_000], [.. Enumerable.Range(0, 150)]);

    [Theory, MemberData(nameof(Lengths))]
    public void Pieces_one_after_the_other_are_one_file(int[] lengths)
    {
        byte[][] texts = [.. lengths.Select((length, i) => Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, length).Select(n => (char)('a' + ((n * (i + 3)) + (n / 7)) % 26)))))];

        byte[] file = [.. GzipPiece.File([.. texts.Select(t => GzipPiece.Of(t))]).SelectMany(m => m.ToArray())];

        byte[] whole = [.. texts.SelectMany(t => t)];
        Unzipped(file).ShouldBe(whole);
        // The check of the whole file is the one that gzip itself makes; nothing comes after it.
        file[^8..].ShouldBe(whole.Length == 0 ? new byte[8] : Zipped(whole)[^8..]);
    }

    [Fact]
    public void A_piece_is_smaller_than_its_text()
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"kg\":{\"low\":0}}", 5000)));
        GzipPiece.Of(text).Deflated.Length.ShouldBeInRange(1, text.Length / 20);
    }

    private static byte[] Unzipped(byte[] file)
    {
        using var from = new MemoryStream(file);
        using var gzip = new GZipStream(from, CompressionMode.Decompress);
        using var all = new MemoryStream();
        gzip.CopyTo(all);
        from.Position.ShouldBe(file.Length);
        return all.ToArray();
    }

    private static byte[] Zipped(byte[] text)
    {
        using var all = new MemoryStream();
        using (var gzip = new GZipStream(all, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(text);
        }

        return all.ToArray();
    }
}
