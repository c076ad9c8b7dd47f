using NodaTime;
using RepairNet.Domain.Bookings;
using RepairNet.Domain.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Infrastructure.Seeding;

/// <summary>The tool library of the reuse workshop of the demo network: tools on their shelf, one out, one late.</summary>
internal sealed class SeededTools(Instant now, LocalDate today)
{
    private static readonly (string Name, string? Number, string? Note, int Days, int DepositCents)[] Known =
    [
        ("Perceuse à percussion", "P1", "Avec sa mallette de forets.", 7, 5_000),
        ("Perceuse à percussion", "P2", "Avec sa mallette de forets.", 7, 5_000),
        ("Ponceuse excentrique", null, "Apportez vos disques abrasifs.", 7, 3_000),
        ("Échelle télescopique, 3,20 m", null, null, 3, 4_000),
        ("Multimètre", null, "Avec ses cordons. Piles neuves à chaque retour.", 14, 1_500),
        ("Jeu de clés plates et à pipe", null, null, 14, 2_000),
        ("Machine à coudre", null, "Avec sa notice et trois canettes.", 21, 6_000),
        ("Décolleuse à papier peint", null, null, 3, 3_000),
    ];

    // Ids of their own numbers: the rest of the network stays as it is without tools.
    private readonly SeededNumbers _numbers = new(271_828);

    /// <summary>The rows to write.</summary>
    public IReadOnlyList<object> Of(IReadOnlyList<SeededPlace> places)
    {
        if (places.FirstOrDefault(p => p.Organisation.Slug == SeededWeighings.Workshop) is not { } place)
        {
            return [];
        }

        var tools = Known.Select(k => new Tool(ToolId.From(_numbers.Id(now - Duration.FromDays(90))), place.Place, new ToolTerms(k.Name, k.Number, k.Note, k.Days, k.DepositCents), now - Duration.FromDays(90))).ToList();
        var back = Loan(tools[4], "Samir Haddad", "samir.haddad@exemple.example", 40, 14);
        back.Return(null, now - Duration.FromDays(29));
        return
        [
            .. tools, back,
            Loan(tools[0], "Lucie Perret", "lucie.perret@exemple.example", 3, 7),
            Loan(tools[6], "Jeanne Morel", null, 30, 21),
        ];
    }

    private ToolLoan Loan(Tool tool, string name, string? email, int daysAgo, int days)
    {
        var at = now - Duration.FromDays(daysAgo);
        return new ToolLoan(
            ToolLoanId.From(_numbers.Id(at)), tool, new Contact(name, email, email is null ? "+33465712041" : null), "fr", today.PlusDays(-daysAgo), today.PlusDays(days - daysAgo), null, at);
    }
}
