using MediatR;
using OneOf;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Common;
using RepairNet.Application.Identity.Contract;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Messaging;

namespace RepairNet.Application.MutualHelp;

/// <summary>Whoever holds a secret link replaces it: the one before is dead at once, and the new one leaves by mail.</summary>
/// <param name="OfAuthor">The link is that of the author of a post; else that of who answered one.</param>
[AllowedTo(Permission.UseMutualHelp)]
public sealed record RenewHelpLink(string Secret, bool OfAuthor) : ICommand<OneOf<Done, TooManyLinks, NotFound>>;

internal sealed class RenewHelpLinkHandler(HelpReader reader, HelpSecrets secrets, LinkLetters letters) : IRequestHandler<RenewHelpLink, OneOf<Done, TooManyLinks, NotFound>>
{
    public async Task<OneOf<Done, TooManyLinks, NotFound>> Handle(RenewHelpLink request, CancellationToken cancellationToken)
    {
        if (request.OfAuthor)
        {
            if (await reader.HoldAsync(request.Secret, cancellationToken) is not { } post)
            {
                return new NotFound();
            }

            return await letters.TryRenewAsync(MessageKind.HelpLink, post.Id.Value, isMailed: true, OfPost, cancellationToken) ? new Done() : new TooManyLinks();

            int OfPost()
            {
                post.RenewLink(BookingSecrets.Hash(secrets.SecretOf(post.Id, post.SecretGeneration + 1)));
                return post.SecretGeneration;
            }
        }

        if (await reader.HoldThreadAsync(request.Secret, thread: null, cancellationToken) is not { Thread: var thread })
        {
            return new NotFound();
        }

        return await letters.TryRenewAsync(MessageKind.HelpThreadLink, thread.Id.Value, isMailed: true, OfThread, cancellationToken) ? new Done() : new TooManyLinks();

        int OfThread()
        {
            thread.RenewLink(BookingSecrets.Hash(secrets.SecretOf(thread.Id, thread.SecretGeneration + 1)));
            return thread.SecretGeneration;
        }
    }
}
