using System.IO.MemoryMappedFiles;
using RepairNet.Infrastructure.Hosting;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Common;

/// <summary>Memory is given back only where nothing of this process is lost by it.</summary>
public sealed class MappedFilesTests
{
    [Theory]
    [InlineData("7f0a00000000-7f0a00002000 r-xp 00001000 08:01 131 /usr/lib/libx.so", "0 kB", true)]
    [InlineData("7f0a00000000-7f0a00002000 r--s 00000000 08:01 131 /srv/a folder/repairnet.dll", "0 kB", true)]
    [InlineData("7f0a00000000-7f0a00002000 r-xp 00001000 08:01 131 /usr/lib/libx.so", "4 kB", false)]
    [InlineData("7f0a00000000-7f0a00002000 rw-p 00001000 08:01 131 /usr/lib/libx.so", "0 kB", false)]
    [InlineData("7f0a00000000-7f0a00002000 rw-s 00000000 08:01 131 /srv/repairnet.db-shm", "0 kB", false)]
    [InlineData("7f0a00000000-7f0a00002000 r-xp 00000000 00:01 131 /memfd:doublemapper (deleted)", "0 kB", false)]
    [InlineData("7f0a00000000-7f0a00002000 r-xp 00001000 08:01 131 /usr/lib/libx.so (deleted)", "0 kB", false)]
    [InlineData("7f0a00000000-7f0a00002000 r--s 00000000 00:05 131 /dev/shm/x", "0 kB", false)]
    [InlineData("7f0a00000000-7f0a00002000 r--p 00000000 00:00 0 ", "0 kB", false)]
    [InlineData("7ffc00000000-7ffc00002000 r-xp 00000000 00:00 0 [vdso]", "0 kB", false)]
    public void Only_what_is_in_a_file_and_nobody_writes_is_given_back(string range, string anonymous, bool given)
    {
        var found = Read(
        [
            range, "Size:                  8 kB", "Rss:                   8 kB", $"Anonymous:             {anonymous}", "VmFlags: rd ex mr mw me sd",
            "7f0b00000000-7f0b00001000 rw-p 00000000 00:00 0 ", "Anonymous:             0 kB", "VmFlags: rd wr mr mw me ac sd",
        ]);

        found.Count.ShouldBe(given ? 1 : 0);
        if (given)
        {
            found.Single().ShouldBe(new MappedFiles.Mapping(unchecked((nint)0x7f0a00000000), 0x2000, range.Contains("00001000", StringComparison.Ordinal) ? 0x1000 : 0, 131));
        }
    }

    [Fact]
    public void Lines_are_read_across_the_pieces_they_come_in()
    {
        var lines = Enumerable.Range(0, 3000).SelectMany(i => new[]
        {
            $"7f{i:x8}000-7f{i:x8}800 r-xp 00000000 08:01 {i} /usr/lib/{new string('x', i % 251)}.so", "Anonymous:             0 kB",
        });

        Read(lines).Select(range => range.Inode).Order().ShouldBe(Enumerable.Range(0, 3000).Select(i => (long)i));
    }

    [Fact]
    public void What_was_given_back_is_read_again_from_its_file()
    {
        using var file = new ReadFile();

        var before = MappedFiles.Unchanged();
        before.ShouldContain(range => range.Length == ReadFile.Length);
        MappedFiles.GiveBack(new HashSet<MappedFiles.Mapping>()).Count.ShouldBeGreaterThan(0);
        file.HeldKibibytes.ShouldBe(ReadFile.Length / 1024, "nothing is given back that was not there before");
        MappedFiles.GiveBack(before);
        file.HeldKibibytes.ShouldBe(0);

        file.ReadsTheSame().ShouldBeTrue();
    }

    [Fact]
    public async Task A_program_that_serves_gives_back_by_itself_and_stops_when_it_is_told()
    {
        using var file = new ReadFile();
        using var stopping = new CancellationTokenSource();

        var giving = ProcessMemory.KeepGivingBackAsync(stopping.Token);
        for (var i = 0; i < 200 && file.HeldKibibytes > 0; i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        file.HeldKibibytes.ShouldBe(0);
        await stopping.CancelAsync();
        await giving.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        file.ReadsTheSame().ShouldBeTrue();
    }

    private static IReadOnlySet<MappedFiles.Mapping> Read(IEnumerable<string> lines) =>
        MappedFiles.Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n")));

    /// <summary>A file that this process has mapped and read whole. Only Linux tells a process where its files are.</summary>
    private sealed class ReadFile : IDisposable
    {
        public const int Length = 1 << 20;

        private readonly byte[] _bytes = [.. Enumerable.Range(0, Length).Select(i => (byte)(i * 31))];
        private readonly string _path = Path.Combine(AppContext.BaseDirectory, "mapped-" + Path.GetRandomFileName());
        private readonly FileStream _file;
        private readonly MemoryMappedFile _map;
        private readonly MemoryMappedViewAccessor _view;

        public ReadFile()
        {
            Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux tells a process where its files are");

            // Beside the tests: the folder for passing files may be memory itself.
            _file = new FileStream(_path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 4096, FileOptions.DeleteOnClose);
            _file.Write(_bytes);
            _file.Flush();
            _map = MemoryMappedFile.CreateFromFile(_file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            ReadsTheSame().ShouldBeTrue();
            HeldKibibytes.ShouldBe(Length / 1024);
        }

        /// <summary>What this process holds of it in memory.</summary>
        public int HeldKibibytes =>
            File.ReadLines("/proc/self/smaps").SkipWhile(line => !line.EndsWith(_path, StringComparison.Ordinal)).Where(line => line.StartsWith("Rss:", StringComparison.Ordinal))
                .Select(line => int.Parse(line[4..].Replace("kB", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture)).First();

        public bool ReadsTheSame()
        {
            var read = new byte[Length];
            _view.ReadArray(0, read, 0, Length);
            return read.AsSpan().SequenceEqual(_bytes);
        }

        public void Dispose()
        {
            _view.Dispose();
            _map.Dispose();
            _file.Dispose();
        }
    }
}
