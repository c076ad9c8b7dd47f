using NodaTime;
using RepairNet.Application.Bookings;
using RepairNet.Application.Repairs;
using RepairNet.Browser.Tests.Support;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;
using Xunit;

[assembly: AssemblyFixture(typeof(SmallTown))]

namespace RepairNet.Browser.Tests.Support;

/// <summary>
/// One instance shared by the tests that only look: ten workshops around Grenoble, open working days, seen on Monday
/// 1 March 2027, when the last of them holds a repair café session with a queue. Tests that change something start an instance of their own.
/// </summary>
public sealed class SmallTown : IAsyncLifetime
{
    /// <summary>The day of the session.</summary>
    public static readonly LocalDate SessionDay = new(2027, 3, 1);

    private TestInstance? _instance;
    private readonly List<Workshop> _workshops = [];
    private ShopWindow? _shop;

    public TestInstance Instance => _instance ?? throw new InvalidOperationException("The town is not built.");

    public IReadOnlyList<Workshop> Workshops => _workshops;

    /// <summary>The items of its reuse workshop.</summary>
    internal ShopWindow Shop => _shop ?? throw new InvalidOperationException("The town is not built.");

    public Neighbourhood Help { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _instance = await TestInstance.ServeAsync(DatabaseKind.Sqlite);
        for (var i = 0; i < 10; i++)
        {
            _workshops.Add(await _instance.Given.WorkshopAsync(name: $"L’Établi n° {i + 1}", kinds: i switch { 8 => OrganisationKinds.Repairer | OrganisationKinds.TrainingCentre, 7 => OrganisationKinds.Repairer | OrganisationKinds.ReuseWorkshop, _ => OrganisationKinds.Repairer }, lat: 45.17 + i * 0.004, lon: 5.71 + i * 0.003, benches: 2));
        }

        var host = _workshops[^1];
        var ali = await _instance.Given.PersonAsync(host, "Ali", SkillLevel.Expert, "mobile", "small-kitchen-item");
        var session = await _instance.Given.SessionAsync(host, SessionDay, 14, 18, benches: 2, "Spécial téléphones", ali);
        for (var number = 1; number <= 9; number++)
        {
            await _instance.SendAsync(new GiveTicket(session.Id, QueueTicketId.New()), host.Member);
        }

        await _instance.SendAsync(new MoveTicket(session.Id, 1, QueueMove.Call, QueueTicketState.Waiting, 1), host.Member);
        await _instance.SendAsync(new MoveTicket(session.Id, 2, QueueMove.Call, QueueTicketState.Waiting, 2), host.Member);
        await RepairAsync();
        await BookAsync();
        await Teaching.BeginAsync(_instance, _workshops[8]);
        await Hiring.BeginAsync(_instance, host);
        await Fetching.OpenAsync(_instance, _workshops[7]);
        _shop = await ShopWindow.BeginAsync(_instance, _workshops[7], others: 11);
        Help = await Neighbourhood.BeginAsync(_instance);
    }

    /// <summary>Two months of repairs: pages of figures have something to draw.</summary>
    private async Task RepairAsync()
    {
        string[] categories = ["mobile", "small-kitchen-item", "laptop", "vacuum", "lamp", "kettle"];
        string[] outcomes = ["fixed", "fixed", "fixed", "repairable", "end-of-life"];
        for (var i = 0; i < 48; i++)
        {
            var workshop = _workshops[i % _workshops.Count];
            var fields = new RepairFields(new LocalDate(2027, 1, 4).PlusDays(i), new RepairedItem(categories[i % categories.Length]), outcomes[i % outcomes.Length]);
            await Instance.SendAsync(new RecordRepair(null, workshop.Organisation.Id, workshop.Place.Id, fields), workshop.Member);
        }
    }

    /// <summary>A few appointments, weeks ahead: the pages that propose the next ones stay as they were.</summary>
    private async Task BookAsync()
    {
        for (var i = 0; i < 6; i++)
        {
            var (service, channel) = (_workshops[i].Service.Id, i == 0 ? BookingChannel.Phone : BookingChannel.Web);
            await Instance.SendAsync(
                new BookSlot(service, Instant.FromUtc(2027, 3, 16, 8, 0), new ContactDetails("Marie Blanc", $"marie.blanc{i}@exemple.fr", null), new ItemDetails("mobile", null, null, "Écran fendu"), null, channel, null, "fr"),
                channel == BookingChannel.Web ? null : _workshops[i].Member);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_instance is not null)
        {
            await _instance.DisposeAsync();
        }
    }
}
