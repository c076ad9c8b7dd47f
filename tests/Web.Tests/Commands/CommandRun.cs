using System.Text;
using RepairNet.Web.Commands;

namespace RepairNet.Web.Tests.Commands;

/// <summary>
/// A command run in the process of the tests, with what it says. A process of its own takes three seconds of the processor to start:
/// <see cref="BuiltProgram"/> is for what only that shows: the code it ends with, variables, the log, and what is killed.
/// </summary>
internal static class CommandRun
{
    private static readonly Ear Output = new(Console.Out);
    private static readonly Ear Errors = new(Console.Error);

    static CommandRun()
    {
        Console.SetOut(Output);
        Console.SetError(Errors);
    }

    /// <summary>Runs a command to its end. What others say meanwhile is not heard.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(IEnumerable<string> arguments)
    {
        var (output, errors) = (Output.Listen(), Errors.Listen());
        var code = await CommandLine.RunAsync([.. arguments]);
        return (code, output.ToString(), errors.ToString());
    }

    /// <summary>Where a console writes: to whoever listens in the flow that writes, and otherwise where it did before.</summary>
    private sealed class Ear(TextWriter otherwise) : TextWriter
    {
        private readonly AsyncLocal<StringWriter?> _listener = new();

        public override Encoding Encoding => otherwise.Encoding;

        private TextWriter Writer => _listener.Value ?? otherwise;

        public StringWriter Listen() => _listener.Value = new StringWriter();

        public override void Write(char value) => Writer.Write(value);

        public override void Write(string? value) => Writer.Write(value);

        public override void Write(char[] buffer, int index, int count) => Writer.Write(buffer, index, count);

        public override void Write(ReadOnlySpan<char> buffer) => Writer.Write(buffer);

        public override void Flush() => Writer.Flush();
    }
}
