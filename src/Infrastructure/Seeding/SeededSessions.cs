using NodaTime;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>A session made for the demo network, as slots are computed with it.</summary>
internal sealed record SeededSession(PlaceId Place, SessionHours Hours);

/// <summary>
/// Sessions of the repair cafés of the demo network: the next two days each of them opens; and one today at the café of the
/// demo account, with a queue, so that a newcomer may call a number on any day.
/// </summary>
internal sealed class SeededSessions(Instant now, LocalDate today)
{
    private const int HorizonDays = 28;
    private const int SessionsEach = 2;
    private const string CafeOfTheDemo = "repair-cafe-des-granges";

    /// <summary>What is brought to the queue of today, the first to come first.</summary>
    private static readonly (string Category, string? FirstName)[] Queue = [("toaster", "Marie"), ("vacuum", null), ("laptop", "Samir"), ("lamp", "Rosa"), ("kettle", null), ("sewing-machine", "Paul"), ("coffee-maker", null)];

    // Ids of their own numbers: the rest of the network stays as it is without sessions.
    private readonly SeededNumbers _numbers = new(381_512);

    /// <summary>Who helps besides the people of the place.</summary>
    private static SeededPerson[] Helpers(string slug) => slug switch
    {
        CafeOfTheDemo =>
        [
            new("Fatou", true, "fr,wo", SkillLevel.Confident, "toaster", "kettle", "coffee-maker", "vacuum", "iron"),
            new("Bernard", false, "fr", SkillLevel.Expert, "mobile", "tablet", "desktop-computer", "printer-scanner"),
            new("Lou", true, "fr,en", SkillLevel.Learning, "hair-dryer", "fan"),
        ],
        "l-etabli-de-la-villeneuve" => [new("Aïcha", true, "fr,ar", SkillLevel.Confident, "toaster", "kettle", "iron", "lamp")],
        "les-bricoleuses-du-drac" => [new("Maud", true, "fr", SkillLevel.Expert, "bicycle", "hand-tool", "lamp")],
        "repair-cafe-de-fontaine" =>
        [
            new("Gérard", true, "fr,it", SkillLevel.Expert, "coffee-maker", "small-kitchen-item", "portable-radio"),
            new("Sonia", true, "fr,pt", SkillLevel.Confident, "clothing-textile", "toy", "sewing-machine"),
        ],
        _ => [],
    };

    /// <summary>The rows to write, and the sessions.</summary>
    /// <param name="places">All of the network.</param>
    /// <param name="people">Those of each place.</param>
    public (IReadOnlyList<object> Rows, IReadOnlyList<SeededSession> Sessions) Of(IEnumerable<SeededPlace> places, ILookup<PlaceId, Person> people)
    {
        var rows = new List<object>();
        var sessions = new List<SeededSession>();
        foreach (var place in places.Where(p => p.Organisation.Kinds.HasFlag(OrganisationKinds.RepairCafe) && p.Organisation.Status == OrganisationStatus.Approved))
        {
            var helpers = Helpers(place.Place.Slug).Select(h => PersonOf(place, h)).ToList();
            var present = people[place.Place.Id].Concat(helpers).ToList();
            if (!present.Exists(p => p.Skills.Any(s => s.Level.RepairsAlone())))
            {
                continue;
            }

            rows.AddRange(helpers);
            foreach (var (date, from, to) in Days(place))
            {
                var session = CafeSession.Plan(
                    CafeSessionId.From(_numbers.Id(now)), place.Place.Id, new CafeSessionTerms(null, date, from, to, place.Place.Benches, [.. present.Select(p => p.Id)]));
                rows.Add(session);
                sessions.Add(new SeededSession(place.Place.Id, new SessionHours(
                    session.Id, date, from, to, session.Benches, present.SelectMany(p => p.Skills).Where(s => s.Level.RepairsAlone()).Select(s => s.Category).ToHashSet(StringComparer.Ordinal))));
                if (date == today)
                {
                    rows.AddRange(QueueOf(session));
                }
            }
        }

        return (rows, sessions);
    }

    private IEnumerable<(LocalDate Date, LocalTime From, LocalTime To)> Days(SeededPlace place)
    {
        if (place.Place.Slug == CafeOfTheDemo)
        {
            var open = place.Hours.OpeningsOn(today);
            yield return open.Count > 0 ? (today, open[0].From, open[^1].To) : (today, new LocalTime(14, 0), new LocalTime(18, 0));
        }

        var given = 0;
        for (var day = today.PlusDays(1); day <= today.PlusDays(HorizonDays) && given < SessionsEach; day = day.PlusDays(1))
        {
            if (place.Hours.OpeningsOn(day) is [var first, ..] open)
            {
                given++;
                yield return (day, first.From, open[^1].To);
            }
        }
    }

    private Person PersonOf(SeededPlace place, SeededPerson said)
    {
        var person = new Person(PersonId.From(_numbers.Id(now)), place.Place.Id, said.FirstName, null, said.Languages.Split(','), said.Named);
        foreach (var category in said.Categories)
        {
            person.Knows(category, said.Level);
        }

        return person;
    }

    /// <summary>Two served, two being served, the others waiting.</summary>
    private IEnumerable<QueueTicket> QueueOf(CafeSession session)
    {
        for (var i = 0; i < Queue.Length; i++)
        {
            var given = now - Duration.FromMinutes(10 * (Queue.Length - i));
            var ticket = new QueueTicket(QueueTicketId.From(_numbers.Id(now)), session.Id, i + 1, Queue[i].Category, Queue[i].FirstName, given);
            if (i < 4)
            {
                ticket.Move(QueueMove.Call, QueueTicketState.Waiting, 1 + (i % 2), given + Duration.FromMinutes(5));
            }

            if (i < 2)
            {
                ticket.Move(QueueMove.Serve, QueueTicketState.Called, null, given + Duration.FromMinutes(20));
            }

            yield return ticket;
        }
    }
}
