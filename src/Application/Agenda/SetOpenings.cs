using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using OneOf;
using RepairNet.Application.Agenda.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Agenda;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Agenda;

/// <summary>Replaces all weekly openings of a place. Those that are over stay: the past was as they said, unless the new list says it anew.</summary>
/// <param name="PlaceId">The place.</param>
/// <param name="Openings">The whole list. Errors name a field by its place in it, from 0: <c>[1].to</c>.</param>
[AllowedTo(Permission.KeepAgenda)]
public sealed record SetOpenings(PlaceId PlaceId, IReadOnlyList<OpeningTerms> Openings) : ICommand<OneOf<OpeningsSet, NotFound>>, IMayFreeSlots;

/// <summary>The openings of the place from now on.</summary>
public sealed record OpeningsSet(IReadOnlyList<OpeningView> Openings);

internal sealed class SetOpeningsValidator : AbstractValidator<SetOpenings>
{
    /// <summary>Most rules of one place: a week of seven days cut in seven has fewer.</summary>
    public const int MaxRules = 100;

    public SetOpeningsValidator() => RuleFor(s => s.Openings).Custom((openings, context) =>
    {
        if (openings.Count > MaxRules)
        {
            context.AddFailure(new ValidationFailure("openings", "Un lieu a 100 plages d’ouverture au plus."));
            return;
        }

        var rules = new List<OpeningRule>();
        for (var i = 0; i < openings.Count; i++)
        {
            if (OpeningRule.TryCreate(context.InstanceToValidate.PlaceId, openings[i], out var rule, out var errors))
            {
                rules.Add(rule);
            }

            foreach (var error in errors)
            {
                context.AddFailure(new ValidationFailure($"[{i}].{OpeningErrors.Field(error)}", OpeningErrors.Message(error)));
            }

            if (openings[i].EveryWeeks > OpeningErrors.MaxEveryWeeks)
            {
                context.AddFailure(new ValidationFailure($"[{i}].everyWeeks", OpeningErrors.Message(OpeningRuleError.EveryWeeksTooSmall)));
            }
        }

        if (rules.Count == openings.Count && OpeningRules.FindOverlap(rules) is { } overlap)
        {
            context.AddFailure(new ValidationFailure($"[{overlap.Second}].from", OpeningErrors.Message(OpeningRuleError.OpeningsOverlap)));
        }
    });
}

internal sealed class SetOpeningsHandler(RepairNetDb db, ICurrentActor currentActor, IRowLocks locks, IClock clock, IDateTimeZoneProvider zones) : IRequestHandler<SetOpenings, OneOf<OpeningsSet, NotFound>>
{
    /// <summary>Days that an opening is kept after its end: more than an agenda looks back.</summary>
    private const int DaysKept = 400;

    public async Task<OneOf<OpeningsSet, NotFound>> Handle(SetOpenings request, CancellationToken cancellationToken)
    {
        if (await db.OwnAsync(await currentActor.GetAsync(cancellationToken), Permission.KeepAgenda, request.PlaceId, cancellationToken) is null)
        {
            return new NotFound();
        }

        await locks.HoldAgendaAsync(request.PlaceId, cancellationToken);
        var known = (await db.Services.Where(s => s.PlaceId == request.PlaceId).Select(s => s.Id).ToListAsync(cancellationToken)).ToHashSet();
        var errors = request.Openings
            .Select((opening, i) => (Field: $"[{i}].services", Opening: opening))
            .Where(o => o.Opening.Services is { } services && !services.All(known.Contains))
            .ToDictionary(o => o.Field, _ => new[] { "Un de ces services n’est pas de ce lieu." });
        if (errors.Count > 0)
        {
            throw new InvalidRequestException(errors);
        }

        var rules = request.Openings.Select(o => OpeningRule.Create(request.PlaceId, o)).ToList();
        var timeZone = await db.Places.Where(p => p.Id == request.PlaceId).Select(p => p.TimeZone).SingleAsync(cancellationToken);
        var today = clock.GetCurrentInstant().InZone(zones[timeZone]).Date;
        var before = await db.OpeningRules.Where(r => r.PlaceId == request.PlaceId).ToListAsync(cancellationToken);
        db.OpeningRules.RemoveRange(before.Where(r => !(r.ValidTo < today && r.ValidTo >= today.PlusDays(-DaysKept)) || OpeningRules.FindOverlap([.. rules, r]) is not null));
        db.OpeningRules.AddRange(rules);
        return new OpeningsSet([.. rules.Select(r => r.ToView())]);
    }
}
