using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>The person accepts or refuses a quote by the link of their message. Pressed twice, it is once; the other way afterwards is refused.</summary>
/// <param name="Secret">Of the link.</param>
/// <param name="Quote">Number of the quote they read.</param>
[AllowedTo(Permission.SearchAndBook)]
public sealed record AnswerQuote(string Secret, int Quote, QuoteAnswer Answer) : ICommand<OneOf<Done, QuoteAnswered, QuoteExpired, QuoteReplaced, ItemPast, NotFound>>;

internal sealed class AnswerQuoteHandler(ItemsLeft items, QuoteAnswers answers) : IRequestHandler<AnswerQuote, OneOf<Done, QuoteAnswered, QuoteExpired, QuoteReplaced, ItemPast, NotFound>>
{
    public async Task<OneOf<Done, QuoteAnswered, QuoteExpired, QuoteReplaced, ItemPast, NotFound>> Handle(AnswerQuote request, CancellationToken cancellationToken) =>
        await items.HoldBySecretAsync(request.Secret, cancellationToken) is { } item
            ? await answers.TakeAsync(item, request.Quote, request.Answer, QuoteVoice.Link, cancellationToken)
            : new NotFound();
}

/// <summary>Takes the answer to a quote, whichever way it came.</summary>
internal sealed class QuoteAnswers(ItemsLeft items, IClock clock)
{
    public async Task<OneOf<Done, QuoteAnswered, QuoteExpired, QuoteReplaced, ItemPast, NotFound>> TakeAsync(
        ItemLeft item, int quote, QuoteAnswer answer, QuoteVoice voice, CancellationToken cancellationToken)
    {
        var today = await items.TodayAsync(item.PlaceId, cancellationToken);
        return item.AnswerQuote(quote, answer, voice, today, clock.GetCurrentInstant()) switch
        {
            ItemLeftChange.Made or ItemLeftChange.AlreadySo => new Done(),
            ItemLeftChange.AnsweredOtherwise => new QuoteAnswered(item.LastQuote!.Answer!.Value),
            ItemLeftChange.Expired => new QuoteExpired(),
            ItemLeftChange.Replaced => new QuoteReplaced(),
            ItemLeftChange.NotOpen => new ItemPast(),
        };
    }
}
