using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.Privacy;
using RepairNet.Application.Reuse;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.Domain.Reuse;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Shouldly;
using Xunit;

namespace RepairNet.Application.Tests.Reuse;

/// <summary>Tools lent by an organisation, on both databases: one borrower at a time, letters at their days, nobody kept in mind for ever.</summary>
public sealed class ToolTests
{
    private static readonly ToolFields Drill = new("Perceuse à percussion", "P2", "Avec sa mallette de forets", 14, 50m);

    private static async Task<ToolId> AddAsync(TestInstance instance, Workshop workshop, ToolFields? fields = null) =>
        (await instance.SendAsync(new AddTool(workshop.Organisation.Id, fields ?? Drill), workshop.Member)).AsT0.Id;

    private static LendTool Lend(ToolId tool, string name = "Nora", string? email = "nora@exemple.fr", string? phone = null, LocalDate? due = null) => new(tool, name, email, phone, due, "fr");

    private static async Task SweepAsync(TestInstance instance)
    {
        await using var scope = instance.Scope();
        await scope.ServiceProvider.GetRequiredService<ToolSweep>().SweepAsync(CancellationToken.None);
    }

    private static Task<List<OutboxMessage>> MessagesAsync(TestInstance instance, MessageKind kind) => instance.ReadAsync(db => db.Outbox.AsNoTracking().Where(m => m.Kind == kind).ToListAsync());

    private static async Task<Letter?> LetterAsync(TestInstance instance, OutboxMessage message)
    {
        await using var scope = instance.Scope();
        return await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(message.Kind)).WriteAsync(message.Kind, message.SubjectId, message.Occurrence, CancellationToken.None);
    }

    [Theory, BothDatabases]
    public async Task A_tool_is_lent_and_brought_back_and_the_lists_say_where_it_is(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(name: "La Remise");
        var drill = await AddAsync(instance, workshop);
        var sander = await AddAsync(instance, workshop, new ToolFields("Ponceuse", null, null, 7, null));
        var nora = (await instance.SendAsync(Lend(drill), workshop.Member)).AsT0;
        nora.DueOn.ShouldBe(new LocalDate(2027, 3, 15));
        (await instance.SendAsync(Lend(drill, "Paul", null, "04 76 00 00 00"), workshop.Member)).AsT1.DueOn.ShouldBe(new LocalDate(2027, 3, 15));

        var list = (await instance.SendAsync(new GetTools(null), workshop.Reader)).AsT0;
        list.Tools.Select(t => (t.Id, t.Holder, t.DueOn)).ShouldBe([(drill, "Nora", new LocalDate(2027, 3, 15)), (sander, null, null)]);
        (list.Late, list.More).ShouldBe((0, false));
        (await instance.SendAsync(new GetTools(null, "perc"), workshop.Reader)).AsT0.Tools.Select(t => t.Id).ShouldBe([drill]);
        (await instance.SendAsync(new GetTools(null, "p2"), workshop.Reader)).AsT0.Tools.Select(t => t.Id).ShouldBe([drill]);

        var found = (await instance.SendAsync(new FindTools("38151"))).AsT0;
        found.Tools.Select(t => (t.Name, t.OutUntil, t.DepositCents)).ShouldBe([("Perceuse à percussion", new LocalDate(2027, 3, 15), 5_000), ("Ponceuse", null, 0)]);
        found.Tools[0].Kilometres!.Value.ShouldBeInRange(0.1, 20);
        (await instance.SendAsync(new FindTools(Text: "ponce"))).AsT0.Total.ShouldBe(1);
        (await instance.SendAsync(new FindTools("69123", 10))).AsT0.Total.ShouldBe(0);

        instance.Clock.AdvanceDays(20);
        (await instance.SendAsync(new GetTools(null), workshop.Reader)).AsT0.Late.ShouldBe(1);
        (await instance.SendAsync(new FindTools())).AsT0.Tools.Select(t => (t.IsOut, t.OutUntil)).ShouldBe([(true, null), (false, null)], "nobody is shown to be late");
        (await instance.SendAsync(new ReturnTool(drill, nora.Id, "Un foret cassé"), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ReturnTool(drill, nora.Id), workshop.Member)).IsT0.ShouldBeTrue("pressed twice");
        var view = (await instance.SendAsync(new GetTool(drill), workshop.Reader)).AsT0;
        view.Open.ShouldBeNull();
        view.Past.ShouldHaveSingleItem().ShouldBe(new PastLoan(new LocalDate(2027, 3, 1), new LocalDate(2027, 3, 15), new LocalDate(2027, 3, 21), "Nora", "Un foret cassé"));

        (await instance.SendAsync(new ChangeTool(drill, Drill, Withdrawn: true), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(Lend(drill), workshop.Member)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new FindTools())).AsT0.Tools.Select(t => t.Name).ShouldBe(["Ponceuse"]);
    }

    [Theory, BothDatabases]
    public async Task Tools_of_whoever_is_refused_around_a_commune_are_not_found_from_there(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        await AddAsync(instance, workshop);
        await instance.Given.RefusedByAsync(workshop, "commune:" + Given.Echirolles);
        (await instance.SendAsync(new FindTools(Given.Grenoble))).AsT0.Total.ShouldBe(1);
        (await instance.SendAsync(new FindTools(Given.Echirolles))).AsT0.Total.ShouldBe(0);
        await instance.Given.RefusedByAsync(workshop, "departement:38");
        (await instance.SendAsync(new FindTools(Given.Grenoble))).AsT0.Total.ShouldBe(0);
        (await instance.SendAsync(new FindTools())).AsT0.Total.ShouldBe(1, "it stays public");
    }

    [Theory, BothDatabases]
    public async Task Of_those_who_would_lend_it_at_once_one_does(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var tool = await AddAsync(instance, workshop);
        const int Rounds = 100;
        for (var round = 0; round < Rounds; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => instance.SendAsync(Lend(tool, "Personne " + i), workshop.Member)));
            answers.Count(a => a.IsT0).ShouldBe(1, $"round {round}");
            answers.Count(a => a.IsT1).ShouldBe(7, $"round {round}");
            (await instance.SendAsync(new ReturnTool(tool, answers.First(a => a.IsT0).AsT0.Id), workshop.Member)).IsT0.ShouldBeTrue();
        }

        (await instance.ReadAsync(db => db.ToolLoans.CountAsync())).ShouldBe(Rounds);
    }

    [Theory, BothDatabases]
    public async Task What_is_said_of_a_loan_that_is_over_does_nothing_to_who_has_the_tool_since(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var (tool, other) = (await AddAsync(instance, workshop), await AddAsync(instance, workshop));
        var nora = (await instance.SendAsync(Lend(tool), workshop.Member)).AsT0.Id;
        (await instance.SendAsync(new ReturnTool(tool, nora, "Un foret cassé"), workshop.Member)).IsT0.ShouldBeTrue();
        var paul = (await instance.SendAsync(Lend(tool, "Paul", "paul@exemple.fr"), workshop.Member)).AsT0;

        // From a page that still shows Nora.
        (await instance.SendAsync(new ReturnTool(tool, nora, "Tout va bien"), workshop.Member)).IsT0.ShouldBeTrue("hers is back");
        (await instance.SendAsync(new ExtendLoan(tool, nora, new LocalDate(2027, 3, 30)), workshop.Member)).IsT1.ShouldBeTrue();
        var view = (await instance.SendAsync(new GetTool(tool), workshop.Reader)).AsT0;
        (view.Open!.Id, view.Open.DueOn, view.Past.Single().Note).ShouldBe((paul.Id, paul.DueOn, "Un foret cassé"));
        (await MessagesAsync(instance, MessageKind.ToolLent)).Count.ShouldBe(2, "Paul is told of no other day");

        (await instance.SendAsync(new ReturnTool(other, paul.Id), workshop.Member)).IsT1.ShouldBeTrue("a loan of another tool");
        (await instance.SendAsync(new ExtendLoan(other, paul.Id, new LocalDate(2027, 3, 30)), workshop.Member)).IsT3.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task The_database_refuses_a_second_borrower(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var id = await AddAsync(instance, workshop);
        (await instance.SendAsync(Lend(id), workshop.Member)).IsT0.ShouldBeTrue();
        var tool = await instance.ReadAsync(db => db.Tools.SingleAsync());
        var second = new ToolLoan(ToolLoanId.New(), tool, new Contact("Paul", "paul@exemple.fr", null), "fr", new LocalDate(2027, 3, 1), new LocalDate(2027, 3, 2), null, instance.Clock.Now);
        await Should.ThrowAsync<DbUpdateException>(() => instance.AddAsync(second));
    }

    [Theory, BothDatabases]
    public async Task Letters_leave_at_their_days_once_and_tell_what_is_true(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(name: "La Remise");
        var tool = await AddAsync(instance, workshop);
        var loan = (await instance.SendAsync(Lend(tool), workshop.Member)).AsT0.Id;
        var lent = await LetterAsync(instance, (await MessagesAsync(instance, MessageKind.ToolLent)).ShouldHaveSingleItem());
        lent!.To.ShouldBe("nora@exemple.fr");
        lent.Text.ShouldContain("lundi 15 mars 2027");

        for (var day = 0; day < 14; day++)
        {
            await SweepAsync(instance);
            await SweepAsync(instance);
            instance.Clock.AdvanceDays(1);
        }

        var soon = (await MessagesAsync(instance, MessageKind.ToolDueSoon)).ShouldHaveSingleItem();
        (await LetterAsync(instance, soon))!.Subject.ShouldBe("À rapporter bientôt : Perceuse à percussion");
        instance.Clock.AdvanceDays(1);
        await SweepAsync(instance);
        var late = (await MessagesAsync(instance, MessageKind.ToolOverdue)).ShouldHaveSingleItem();
        (await LetterAsync(instance, late))!.Subject.ShouldStartWith("En retard");
        (await LetterAsync(instance, soon)).ShouldBeNull("the day is over");

        // More time, and the letters begin again; the one about the delay is untrue from then on.
        (await instance.SendAsync(new ExtendLoan(tool, loan, new LocalDate(2027, 3, 25)), workshop.Member)).IsT0.ShouldBeTrue();
        (await instance.SendAsync(new ExtendLoan(tool, loan, new LocalDate(2027, 3, 25)), workshop.Member)).IsT0.ShouldBeTrue("pressed twice");
        (await LetterAsync(instance, late)).ShouldBeNull();
        (await MessagesAsync(instance, MessageKind.ToolLent)).Count.ShouldBe(2);
        for (var day = 0; day < 60; day++)
        {
            instance.Clock.AdvanceDays(1);
            await SweepAsync(instance);
        }

        (await MessagesAsync(instance, MessageKind.ToolDueSoon)).Count.ShouldBe(2);
        (await MessagesAsync(instance, MessageKind.ToolOverdue)).Count.ShouldBe(1 + ToolLoan.MostOverdue);
        (await instance.SendAsync(new ReturnTool(tool, loan), workshop.Member)).IsT0.ShouldBeTrue();
        (await LetterAsync(instance, late)).ShouldBeNull();
    }

    [Theory, BothDatabases]
    public async Task After_a_restore_what_was_due_since_the_backup_is_not_said_again(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        (await instance.SendAsync(Lend(await AddAsync(instance, workshop)), workshop.Member)).IsT0.ShouldBeTrue();
        instance.Clock.AdvanceDays(12);
        (await instance.SendAsync(new SkipDueReminders(), Given.Operator)).ShouldBe(1);
        await SweepAsync(instance);
        (await MessagesAsync(instance, MessageKind.ToolDueSoon)).ShouldBeEmpty();

        instance.Clock.AdvanceDays(3);
        await SweepAsync(instance);
        (await MessagesAsync(instance, MessageKind.ToolOverdue)).ShouldHaveSingleItem();
    }

    [Theory, BothDatabases]
    public async Task At_night_nobody_is_written_to(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        (await instance.SendAsync(Lend(await AddAsync(instance, workshop)), workshop.Member)).IsT0.ShouldBeTrue();
        instance.Clock.AdvanceDays(13);
        instance.Clock.Advance(Duration.FromHours(13));
        await SweepAsync(instance);
        (await MessagesAsync(instance, MessageKind.ToolDueSoon)).ShouldBeEmpty("ten in the evening in Paris");
        instance.Clock.Advance(Duration.FromHours(11));
        await SweepAsync(instance);
        (await MessagesAsync(instance, MessageKind.ToolDueSoon)).ShouldHaveSingleItem();
    }

    [Theory, BothDatabases]
    public async Task It_is_the_organisation_s_own_affair_and_what_makes_no_sense_is_refused(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var other = await instance.Given.WorkshopAsync(name: "Autre");
        var tool = await AddAsync(instance, workshop);
        (await instance.SendAsync(new AddTool(workshop.Organisation.Id, Drill), other.Member)).IsT2.ShouldBeTrue();
        (await instance.SendAsync(new GetTools(workshop.Organisation.Slug), other.Reader)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new GetTool(tool), other.Reader)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(Lend(tool), other.Member)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new ReturnTool(tool, ToolLoanId.New()), other.Member)).IsT1.ShouldBeTrue();
        (await instance.SendAsync(new ExtendLoan(tool, ToolLoanId.New(), new LocalDate(2027, 4, 1)), other.Member)).IsT3.ShouldBeTrue();
        (await instance.SendAsync(new ChangeTool(tool, Drill, false), other.Member)).IsT1.ShouldBeTrue();
        (await Should.ThrowAsync<NotAllowedException>(() => instance.SendAsync(Lend(tool), workshop.Reader))).OnlyReads.ShouldBeTrue();

        foreach (var (request, field) in new (LendTool, string)[]
        {
            (Lend(tool, ""), "name"), (Lend(tool, email: "nora"), "email"), (Lend(tool, email: null), "email"), (Lend(tool, phone: "12"), "phone"),
            (Lend(tool, due: new LocalDate(2027, 3, 1)), "dueOn"), (Lend(tool, due: new LocalDate(2027, 9, 1)), "dueOn"),
        })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(request, workshop.Member))).Errors.Keys.ShouldBe([field]);
        }

        foreach (var (fields, field) in new (ToolFields, string)[]
        {
            (Drill with { Name = " " }, "name"), (Drill with { LoanDays = 0 }, "loanDays"), (Drill with { LoanDays = null }, "loanDays"), (Drill with { Deposit = -5m }, "deposit"), (Drill with { Note = "Appelez le 06 12 34 56 78" }, "note"),
            (Drill with { Number = new string('9', 21) }, "number"),
        })
        {
            (await Should.ThrowAsync<InvalidRequestException>(() => instance.SendAsync(new ChangeTool(tool, fields, false), workshop.Member))).Errors.Keys.ShouldBe([field]);
        }

        (await instance.SendAsync(new ExtendLoan(tool, ToolLoanId.New(), new LocalDate(2027, 4, 1)), workshop.Member)).IsT3.ShouldBeTrue("nobody has it");
        (await instance.ReadAsync(db => db.ToolLoans.AnyAsync())).ShouldBeFalse();
    }

    /// <summary>What is sought may be twice as long as what was typed: « œ » is sought as « oe ».</summary>
    [Theory, BothDatabases]
    public async Task The_longest_words_are_kept_and_found(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync(kinds: RepairNet.Domain.Directory.OrganisationKinds.ReuseWorkshop);
        var tool = await AddAsync(instance, workshop, Drill with { Name = new string('œ', Tool.MaxName), Number = new string('œ', Tool.MaxNumber) });
        (await instance.SendAsync(new GetTools(null, "œœ"), workshop.Reader)).AsT0.Tools.Select(t => t.Id).ShouldBe([tool]);

        var item = new ItemFields("kettle", new string('œ', ReuseItem.MaxName), new string('œ', ReuseItem.MaxBrand), new string('œ', ReuseItem.MaxModel), 1m);
        (await instance.SendAsync(new AddReuseItem(workshop.Organisation.Id, null, item, Channel: "drop-off"), workshop.Member)).IsT0.ShouldBeTrue();
    }

    [Theory, BothDatabases]
    public async Task Who_borrowed_is_forgotten_some_time_after_the_tool_is_back(DatabaseKind kind)
    {
        await using var instance = await TestInstance.BuildAsync(kind);
        var workshop = await instance.Given.WorkshopAsync();
        var tool = await AddAsync(instance, workshop);
        var loan = (await instance.SendAsync(Lend(tool), workshop.Member)).AsT0.Id;
        await using (var scope = instance.Scope())
        {
            var held = await scope.ServiceProvider.GetRequiredService<PersonDataReader>().ReadByMailAsync(EmailAddress.From("nora@exemple.fr"), CancellationToken.None);
            held.Sections.Single(p => p.Name == "tool_loans").Records.ShouldHaveSingleItem();
        }

        await ForgetAsync(instance);
        instance.Clock.AdvanceDays(100);
        await ForgetAsync(instance);
        (await instance.ReadAsync(db => db.ToolLoans.SingleAsync())).Contact.Name.ShouldBe("Nora", "the tool is not back");
        (await instance.SendAsync(new ReturnTool(tool, loan), workshop.Member)).IsT0.ShouldBeTrue();
        instance.Clock.AdvanceDays(89);
        await ForgetAsync(instance);
        (await instance.ReadAsync(db => db.ToolLoans.SingleAsync())).ErasedAt.ShouldBeNull();
        instance.Clock.AdvanceDays(2);
        await ForgetAsync(instance);
        (await instance.ReadAsync(db => db.ToolLoans.SingleAsync())).Contact.ShouldBe(Contact.Erased);
        (await instance.SendAsync(new GetTool(tool), workshop.Reader)).AsT0.Past.Single().Name.ShouldBeNull();
    }

    private static async Task ForgetAsync(TestInstance instance)
    {
        await using var scope = instance.Scope();
        var services = scope.ServiceProvider;
        var before = services.GetRequiredService<Retention>().Before(KeptData.ToolLoans, instance.Clock.Now);
        await services.GetRequiredService<IWriteTransactions>().RunAsync(() => services.GetRequiredService<Forgetting>().ForgetAsync(KeptData.ToolLoans, before, 100, CancellationToken.None), _ => true, CancellationToken.None);
    }
}
