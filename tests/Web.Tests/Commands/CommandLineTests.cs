using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.EntityFrameworkCore;
using RepairNet.TestSupport;
using Shouldly;
using Xunit;

namespace RepairNet.Web.Tests.Commands;

/// <summary>What the program answers to whoever types: plain French, and an exit code that scripts can hold on to.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly DirectoryInfo folder = System.IO.Directory.CreateTempSubdirectory("repairnet-commands-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("Commande ou argument non reconnu", "bidule")]
    [InlineData("Commande ou argument non reconnu", "serve", "--bidule")]
    [InlineData("Commande ou argument non reconnu", "verify", "trop")]
    [InlineData("Argument obligatoire manquant", "backup")]
    [InlineData("Argument obligatoire manquant", "serve", "--data")]
    [InlineData("--data : donnez le nom d’un dossier", "verify", "--data", "")]
    [InlineData("FILE : donnez le nom d’un fichier", "backup", "")]
    [InlineData("FILE : donnez le nom d’un fichier", "restore", " ")]
    [InlineData("FILE : donnez le nom d’un fichier", "import", "ords", "")]
    [InlineData("La commande nécessaire n’a pas été fournie", "account")]
    [InlineData("--days : donnez un nombre entier", "token", "create", "a@exemple.fr", "--days", "dix")]
    [InlineData("--seed : donnez un nombre entier", "seed", "national", "--seed", "dix")]
    [InlineData("--repairers : donnez un nombre entier", "seed", "national", "--repairers", "-1")]
    [InlineData("--urls : « pas une adresse »", "serve", "--urls", "pas une adresse")]
    [InlineData("--urls : cette option ne se donne qu’une fois", "serve", "--urls", "http://localhost:5081", "--urls", "http://localhost:5082")]
    [InlineData("--urls : « http://127.0.0.1:99999 »", "serve", "--urls", "http://127.0.0.1:99999")]
    [InlineData("--database : cette base est illisible", "verify", "--database", "n’importe quoi")]
    [InlineData("--database : cette base est illisible", "verify", "--database", "postgres://")]
    [InlineData("--database : cette base est illisible", "verify", "--database", "")]
    [InlineData("--urls : donnez une adresse d’écoute", "serve", "--urls", " ")]
    [InlineData("DIR : donnez le nom d’un dossier", "import", "territories", "")]
    [InlineData("--territory : donnez un territoire", "import", "ords", "fichier.csv", "--territory", "")]
    [InlineData("--environment : « Prod » n’existe pas", "serve", "--environment", "Prod")]
    [InlineData("--now : donnez un instant", "serve", "--now", "demain")]
    [InlineData("--now : donnez un instant", "serve", "--now", "1969-07-20T00:00:00Z")]
    [InlineData("--now : donnez un instant", "serve", "--now", "9999-12-31T23:59:59-18:00")]
    public async Task Wrong_arguments_are_said_in_French_and_give_2(string said, params string[] arguments)
    {
        var (code, output, errors) = await CommandRun.RunAsync(arguments);

        code.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.Replace('\'', '’').ShouldContain(said);
        errors.ShouldContain("Aide : repairnet --help");
        errors.ShouldNotContain("   at ");
    }

    /// <summary>The process itself: in the language of the program whatever that of the machine, with the code of the command.</summary>
    [Fact]
    public async Task The_process_ends_with_the_code_of_its_command()
    {
        var (code, output, errors) = await BuiltProgram.RunAsync(["bidule"], ("LANG", "en_GB.UTF-8"));

        (code, output).ShouldBe((2, ""));
        errors.Replace('\'', '’').ShouldContain("Commande ou argument non reconnu");
    }

    [Fact]
    public async Task What_an_imported_file_holds_does_not_move_what_is_on_the_screen()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var file = Path.Combine(folder.FullName, "reparations.csv");
        await File.WriteAllTextAsync(file, "id,data_provider,country,product_category,repair_status,event_date\n1,Les voisins,FRA,Kettle,Fi\u001b[2Jxed\u009b,2026-01-16\n");

        var (code, output, errors) = await CommandRun.RunAsync(["import", "ords", file, .. database.Arguments]);

        code.ShouldBe(0, errors);
        output.ShouldContain("ligne 2, unreadable-status");
        output.ShouldContain("« Fi\u241b[2Jxed\ufffd »");
        output.Where(char.IsControl).Distinct().ShouldBeSubsetOf(['\r', '\n']);
    }

    [Fact]
    public async Task The_help_is_in_French()
    {
        var (code, output, errors) = await CommandRun.RunAsync(["--help"]);

        code.ShouldBe(0);
        errors.ShouldBeEmpty();
        output.ShouldContain("Utilisation");
        output.ShouldContain("restore <FILE>");
        output.ShouldContain("Suivi de : demo, national.");
        output.ShouldContain("Suivi de : territories, ords, training.");
        output.ShouldNotContain("Usage:");
        output.ShouldNotContain("Show help");
    }

    [Fact]
    public async Task A_new_database_is_made_without_a_warning_that_nobody_can_heed()
    {
        var (code, output, errors) = await BuiltProgram.RunAsync(["migrate", "--data", folder.FullName, "--environment", "Testing"]);

        code.ShouldBe(0);
        output.ShouldContain("Base de données à jour.");
        errors.ShouldBeEmpty();
    }

    /// <summary>A deployment that goes back by mistake must not believe that it worked.</summary>
    [Theory, BothDatabases]
    public async Task A_database_of_a_later_version_is_not_migrated(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        await instance.ReadAsync(db => db.Database.ExecuteSqlRawAsync("""INSERT INTO "__EFMigrationsHistory" VALUES ('20990101000000_Future', '10.0.0')"""));

        var (code, output, errors) = await CommandRun.RunAsync(["migrate", "--environment", "Testing", .. instance.Database.Arguments]);

        code.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.ShouldContain("version plus récente");
    }

    [Fact]
    public async Task What_cannot_start_says_what_to_do()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var file = Path.Combine(folder.FullName, "fichier");
        await File.WriteAllTextAsync(file, "");
        var nobody = $"Host=127.0.0.1;Port={FreePort()};Database=repairnet;Username=repairnet";

        await Refuses("Le fichier de données ne s’ouvre pas. Vérifiez le dossier donné par --data", ["migrate", "--data", file]);
        await Refuses("ne répond pas à l’adresse 127.0.0.1", ["verify", "--data", folder.FullName, "--database", nobody]);
        await Refuses("ne répond pas à l’adresse 127.0.0.1", ["serve", "--data", folder.FullName, "--database", nobody, "--environment", "Testing"]);
        await Refuses("ne répond pas à l’adresse 127.0.0.1", ["restore", file, "--data", folder.FullName, "--database", nobody]);
        await Refuses("Limits:Enabled (REPAIRNET__LIMITS__ENABLED) est illisible", ["verify", "--data", folder.FullName], ("REPAIRNET__LIMITS__ENABLED", "peut-être"));
        await Refuses("REPAIRNET__LIMITS__ENABLED=false est refusé en production", ["verify", "--data", folder.FullName], ("REPAIRNET__LIMITS__ENABLED", "false"));
        await Refuses("L’environnement « Prod » (ASPNETCORE_ENVIRONMENT) n’existe pas", ["verify", "--data", folder.FullName], ("ASPNETCORE_ENVIRONMENT", "Prod"));
        await Refuses("Il n’y a pas de base ici", ["verify", "--data", Path.Combine(folder.FullName, "faute-de-frappe")]);
        await Refuses("Il n’y a pas de base ici", ["backup", Path.Combine(folder.FullName, "copie.zip"), "--data", Path.Combine(folder.FullName, "faute-de-frappe")]);
        File.Exists(Path.Combine(folder.FullName, "copie.zip")).ShouldBeFalse();
        await Refuses("copie.zip n’existe pas.", ["restore", Path.Combine(folder.FullName, "copie.zip"), "--data", Path.Combine(folder.FullName, "faute-de-frappe")]);
        System.IO.Directory.Exists(Path.Combine(folder.FullName, "faute-de-frappe")).ShouldBeFalse("nothing was put back, and nothing is left behind");
        await Refuses("refusées en production", ["seed", "demo", "--data", Path.Combine(folder.FullName, "faute-de-frappe")]);
        await Refuses("refusées en production", ["seed", "national", "--data", Path.Combine(folder.FullName, "faute-de-frappe")]);
        System.IO.Directory.Exists(Path.Combine(folder.FullName, "faute-de-frappe")).ShouldBeFalse("refused before a database is made");
        await Refuses("Instance:BaseUrl (REPAIRNET__INSTANCE__BASEURL) est illisible", ["verify", "--data", folder.FullName], ("REPAIRNET__INSTANCE__BASEURL", "reparer.exemple.fr"));
        await Refuses("Rien n’a été importé. ", ["import", "training", file, "--data", folder.FullName]);
        await Refuses("est un dossier. Donnez un fichier.", ["import", "ords", folder.FullName, "--data", folder.FullName]);
        await Refuses("La base de données donnée est illisible", ["verify", "--data", folder.FullName], ("REPAIRNET__DATABASE", "Serveur=base;Password=secret-de-la-base"));
        await Refuses(Path.Combine("repairnet-data", "repairnet.db"), ["verify"], ("REPAIRNET__DATA", ""));
        await Refuses("--now est refusée en production", ["verify", "--data", folder.FullName, "--now", "2027-03-28T01:30:00+01:00"]);
        await Refuses("En production, nommez les adresses du site", ["serve", "--data", folder.FullName], ("REPAIRNET__ALLOWEDHOSTS", "reparer.exemple.fr;*"));
        await Refuses("Cette adresse est déjà prise", ["serve", "--data", folder.FullName, "--environment", "Testing", "--urls", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}"]);
    }

    [Fact]
    public async Task Asked_to_stop_it_ends_what_it_has_in_hand()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        await using var program = await BuiltProgram.ServeAsync(database);
        using var visitor = new TcpClient();
        await visitor.ConnectAsync(program.Address.Host, program.Address.Port);
        await using var wire = visitor.GetStream();
        await wire.WriteAsync(Encoding.ASCII.GetBytes($"POST /contact/ecrire HTTP/1.1\r\nHost: {program.Address.Authority}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\nConnection: close\r\n\r\nnom"));
        await Task.Delay(TimeSpan.FromMilliseconds(500));

        var stopped = program.StopAsync();
        await Task.Delay(TimeSpan.FromSeconds(4));
        stopped.IsCompleted.ShouldBeFalse("somebody is still sending");
        await wire.WriteAsync("=Nora"u8.ToArray().AsMemory(0, 4));
        using var answer = new StreamReader(wire);

        (await answer.ReadLineAsync()).ShouldNotBeNull().ShouldStartWith("HTTP/1.1 4");
        (await stopped).ShouldBe(0);
    }

    [Fact]
    public async Task A_token_is_alone_on_standard_output()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        (await CommandRun.RunAsync(["account", "create", "vous@exemple.fr", "--admin", .. database.Arguments])).Code.ShouldBe(0);

        var (code, output, errors) = await BuiltProgram.RunAsync(["token", "create", "vous@exemple.fr", .. database.Arguments]);

        code.ShouldBe(0);
        output.Trim().ShouldMatch("^rn_[A-Za-z0-9_-]{43}$");
        errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_invented_is_counted_as_it_was_made()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);

        var (code, output, errors) = await CommandRun.RunAsync(["seed", "national", "--repairers", "0", "--bookings", "10", "--repairs", "10", "--environment", "Testing", .. database.Arguments]);

        code.ShouldBe(0);
        output.Trim().ShouldBe("0 organisations, 0 rendez-vous, 0 réparations.");
        errors.ShouldContain("ne prennent que 0 rendez-vous");
    }

    [Theory, BothDatabases]
    public async Task Filled_again_from_the_same_seed_a_country_grows(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind);
        string[] arguments = ["seed", "national", "--repairers", "20", "--bookings", "30", "--repairs", "30", "--seed", "3", "--environment", "Testing", .. database.Arguments];
        for (var time = 0; time < 2; time++)
        {
            var (code, output, errors) = await CommandRun.RunAsync(arguments);
            code.ShouldBe(0, errors);
            output.Trim().ShouldBe("20 organisations, 30 rendez-vous, 30 réparations.");
        }
    }

    private static async Task Refuses(string said, IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        var (code, output, errors) = variables.Length == 0 ? await CommandRun.RunAsync(arguments) : await BuiltProgram.RunAsync(arguments, variables);

        code.ShouldBe(1, errors);
        errors.ShouldContain(said);
        errors.ShouldNotContain("   at ");
        errors.ShouldNotContain("secret-de-la-base");
        output.ShouldNotContain("   at ");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
