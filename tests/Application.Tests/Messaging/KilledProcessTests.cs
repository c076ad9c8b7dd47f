using System.Diagnostics;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Mail;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Messaging;

/// <summary>The real program, killed as by a power cut while mails are on their way.</summary>
public class KilledProcessTests
{
    private const int Count = 60;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Theory, BothDatabases]
    public async Task Killed_again_and_again_it_still_sends_every_mail(DatabaseKind kind)
    {
        await using var sink = new SmtpSink { Fault = (step, _) => step == SmtpStep.AfterData ? SmtpFault.Stalled(TimeSpan.FromMilliseconds(20)) : null };
        await using var database = await TestDatabase.CreateAsync(kind);
        await using (var instance = await TestInstance.BuildAsync(database))
        {
            await instance.ConfirmedAsync(await instance.Given.WorkshopAsync(), Count);
        }

        var kills = 0;
        foreach (var enough in new[] { 1, 25 })
        {
            await using var program = Start(database, sink);
            await WaitAsync(() => sink.Mails.Count >= enough, program);
            program.Kill();
            kills++;
        }

        await using (var last = Start(database, sink))
        {
            await WaitAsync(() => sink.Mails.Select(m => m.MessageId).Distinct().Count() == Count, last);
            await using var instance = await TestInstance.BuildAsync(database);
            await WaitUntilAsync(async () => !(await instance.OutboxAsync()).Exists(m => m.IsPending), last);
        }

        sink.Mails.Select(m => m.Recipient).Distinct().Count().ShouldBe(Count);
        sink.Mails.GroupBy(m => m.Recipient).ShouldAllBe(g => g.Select(m => m.MessageId).Distinct().Count() == 1);
        (sink.Mails.Count - Count).ShouldBeLessThanOrEqualTo(kills, "each kill can cost one answer, no more");
    }

    [Fact]
    public async Task A_message_committed_by_a_process_that_died_leaves_with_the_next_one()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using (var instance = await TestInstance.BuildAsync(database))
        {
            // Committed, and nobody rings: the process that wrote it is gone.
            await instance.ConfirmedAsync(await instance.Given.WorkshopAsync(), 1);
        }

        await using var program = Start(database, sink: null);
        await WaitAsync(() => System.IO.Directory.Exists(Path.Combine(database.Folder, "mail")) && System.IO.Directory.GetFiles(Path.Combine(database.Folder, "mail"), "*.eml").Length == 1, program);
    }

    private static Program Start(TestDatabase database, SmtpSink? sink)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "repairnet.dll"), "serve", "--environment", "Testing", "--urls", "http://127.0.0.1:0", "--now", "2027-03-01T09:00:00+01:00" }.Concat(database.Arguments))
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in sink?.Settings ?? [])
        {
            start.Environment["REPAIRNET__" + name.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant()] = value;
        }

        return new Program(Process.Start(start)!);
    }

    private static Task WaitAsync(Func<bool> done, Program program) => WaitUntilAsync(() => Task.FromResult(done()), program);

    private static async Task WaitUntilAsync(Func<Task<bool>> done, Program program)
    {
        var watch = Stopwatch.StartNew();
        while (!await done())
        {
            (watch.Elapsed < Limit && !program.HasExited).ShouldBeTrue($"it did not happen in time.\n{program.Output}");
            await Task.Delay(20);
        }
    }

    private sealed class Program : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly System.Text.StringBuilder _output = new();

        public Program(Process process)
        {
            _process = process;
            process.OutputDataReceived += Keep;
            process.ErrorDataReceived += Keep;
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public bool HasExited => _process.HasExited;

        public string Output
        {
            get
            {
                lock (_output)
                {
                    return _output.ToString();
                }
            }
        }

        /// <summary>SIGKILL: nothing is finished, nothing is put away.</summary>
        public void Kill() => _process.Kill(entireProcessTree: true);

        public async ValueTask DisposeAsync()
        {
            if (!_process.HasExited)
            {
                Kill();
            }

            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        private void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (_output)
            {
                _output.AppendLine(line.Data);
            }
        }
    }
}
