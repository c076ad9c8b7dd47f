using RepairNet.Bench.Load;

// bare PAGE SQLITE [POSTGRES]: the bare server.   measure PROGRAM FOLDER POSTGRES PID SECONDS WHAT…: these measures, or all.
switch (args)
{
    case ["bare", var page, var sqlite, .. var rest]:
        await BareServer.RunAsync(page, sqlite, rest.FirstOrDefault());
        return 0;
    case ["measure", var program, var folder, var postgres, var pid, var seconds, .. var what]:
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        await new Measures(program, folder, postgres, int.Parse(pid, culture), TimeSpan.FromSeconds(double.Parse(seconds, culture))).RunAsync(what);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Run bench/run.");
        return 2;
}
