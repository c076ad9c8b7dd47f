using MediatR;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Impact;
using RepairNet.Application.Training.Contract;
using RepairNet.Web.Identity;

namespace RepairNet.Web.Api;

/// <summary>What the courses of a territory came to, for its agents.</summary>
internal static class TrainingFiguresApi
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/training-figures", GetAsync).WithTags("Courses").WithName("trainingFigures").AllowedTo(Permission.ReadTerritoryFigures)
            .WithSummary("What the courses of a territory came to: the whole, by trade and by centre. Sessions that ended between from and to, both included, and are over.")
            .WithDescription("`completionOfTaken` and `completionOfCame`: the share of those accepted, and of those who came, who came to every meeting. `followUp`: what people said six months after; `others` are the answers that fewer than three people of a part gave, told together.")
            .Produces<TrainingFiguresJson>().ProducesProblem(404).ProducesProblem(422);

    private static async Task<IResult> GetAsync(string? territory, string? from, string? to, IMediator mediator, CancellationToken cancellationToken)
    {
        var fields = new FieldReader();
        var (first, last) = (fields.Date("from", from), fields.Date("to", to));
        fields.Check();
        return (await mediator.Send(new GetTrainingFigures(territory, first, last), cancellationToken)).Match(report => Results.Ok(TrainingFiguresJson.Of(report)), _ => Problems.NotFound());
    }
}

internal sealed record TrainingFiguresJson(string Territory, string TerritoryName, string From, string To, TrainingPartJson Whole, IReadOnlyList<TrainingPartJson> Trades, IReadOnlyList<TrainingPartJson> Centres)
{
    public static TrainingFiguresJson Of(TrainingReport r) => new(
        r.Territory.ToString(), r.TerritoryName, NodaTime.Text.LocalDatePattern.Iso.Format(r.From), NodaTime.Text.LocalDatePattern.Iso.Format(r.To),
        TrainingPartJson.Of(r.Whole), [.. r.Trades.Select(TrainingPartJson.Of)], [.. r.Centres.Select(TrainingPartJson.Of)]);
}

internal sealed record FollowUpJson(long Asked, long Answered, IReadOnlyDictionary<string, long> Answers);

internal sealed record TrainingPartJson(
    string Key, string? Name, long Sessions, long SessionsWithoutSheet, long PlacesOffered, long PlacesTaken, long PeopleWhoCame, long PeopleWhoCameToAll, decimal? CompletionOfTaken, decimal? CompletionOfCame,
    long MinutesHeld, long MinutesAttended, long Certificates, FollowUpJson FollowUp, long PeopleIntroduced, long PeopleWelcomed)
{
    public static TrainingPartJson Of(TrainingPart part)
    {
        var f = part.Figures;
        return new TrainingPartJson(
            part.Key, part.Name, f.Sessions, f.WithoutSheet, f.Offered, f.Taken, f.Came, f.CameToAll, Rounded(f.CompletionOfTaken), Rounded(f.CompletionOfCame), f.MinutesHeld, f.MinutesAttended, f.Certificates,
            new FollowUpJson(f.Asked, f.Answered, part.Answers.ToDictionary(a => a.Answer is { } answer ? TrainingNames.Name(answer) : "others", a => a.People)),
            f.Introduced, f.Welcomed);
    }

    private static decimal? Rounded(decimal? share) => share is { } some ? decimal.Round(some, 4) : null;
}
