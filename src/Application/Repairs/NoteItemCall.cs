using MediatR;
using NodaTime;
using OneOf;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs;

/// <summary>The desk notes that it told someone by telephone about the item they left, or that nobody answered. What is no longer to be told changes nothing.</summary>
/// <param name="Slip">As read on the label, in any spelling.</param>
/// <param name="News">What was told.</param>
/// <param name="Quote">Number of the quote that was told, if it was one.</param>
/// <param name="Told">False when nobody answered.</param>
[AllowedTo(Permission.RecordRepairs)]
public sealed record NoteItemCall(string Slip, ItemNews News, int? Quote, bool Told) : ICommand<OneOf<Done, NotFound>>;

internal sealed class NoteItemCallHandler(ItemsLeft items, IClock clock) : IRequestHandler<NoteItemCall, OneOf<Done, NotFound>>
{
    public async Task<OneOf<Done, NotFound>> Handle(NoteItemCall request, CancellationToken cancellationToken)
    {
        if (await items.HoldAsync(request.Slip, cancellationToken) is not { } item)
        {
            return new NotFound();
        }

        if (request.Told)
        {
            item.MarkTold(request.News, request.Quote, clock.GetCurrentInstant());
        }
        else
        {
            item.MarkUnanswered(request.News, request.Quote, clock.GetCurrentInstant());
        }

        return new Done();
    }
}
