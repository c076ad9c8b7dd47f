using MediatR;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>The workshop notes what the person answered to a quote, at the desk or on the telephone. The same rules as for the link.</summary>
/// <param name="Slip">As read on the label, in any spelling.</param>
/// <param name="Quote">Number of the quote that was answered.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record NoteQuoteAnswer(string Slip, int Quote, QuoteAnswer Answer) : ICommand<OneOf<Done, QuoteAnswered, QuoteExpired, QuoteReplaced, ItemPast, NotFound>>;

internal sealed class NoteQuoteAnswerHandler(ItemsLeft items, QuoteAnswers answers) : IRequestHandler<NoteQuoteAnswer, OneOf<Done, QuoteAnswered, QuoteExpired, QuoteReplaced, ItemPast, NotFound>>
{
    public async Task<OneOf<Done, QuoteAnswered, QuoteExpired, QuoteReplaced, ItemPast, NotFound>> Handle(NoteQuoteAnswer request, CancellationToken cancellationToken) =>
        await items.HoldAsync(request.Slip, cancellationToken) is { } item
            ? await answers.TakeAsync(item, request.Quote, request.Answer, QuoteVoice.Desk, cancellationToken)
            : new NotFound();
}
