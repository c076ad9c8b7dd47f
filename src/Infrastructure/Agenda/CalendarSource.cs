using System.Buffers;
using System.Net;
using System.Net.Sockets;
using OneOf;
using RepairNet.Application.Agenda;
using RepairNet.Domain.Agenda;
using RepairNet.Infrastructure.Common;

namespace RepairNet.Infrastructure.Agenda;

/// <summary>
/// Fetches a calendar from an address that a member typed, so it trusts nothing: each name is resolved here, once; all it
/// resolves to must be allowed; the connection goes to that very address. Redirects are followed by hand, each as suspect as the
/// first. No proxy, no cookie, no credentials.
/// </summary>
internal sealed class CalendarSource : ICalendarSource, IDisposable
{
    /// <summary>Bytes read at most, once unpacked.</summary>
    public const int MostBytes = 1_000_000;

    private const int MostRedirects = 5;

    /// <summary>For all of it: names, connections, redirects, the file.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>For one address among several: the next may answer.</summary>
    private static readonly TimeSpan LongestConnection = TimeSpan.FromSeconds(2);

    private readonly IOutboundAddresses _allowed;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;
    private readonly HttpClient _client;

    /// <param name="resolve">How a name becomes addresses; the machine's own way unless a test gives another.</param>
    public CalendarSource(IOutboundAddresses allowed, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        _allowed = allowed;
        _resolve = resolve ?? Dns.GetHostAddressesAsync;
        _client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = ConnectAsync,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            Credentials = null,
            PreAuthenticate = false,
            AutomaticDecompression = DecompressionMethods.All,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = 32,
            MaxResponseDrainSize = 0,

            // Each reading resolves and checks anew.
            PooledConnectionLifetime = TimeSpan.Zero,
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public async Task<OneOf<CalendarFile, CalendarUnchanged, CalendarTrouble>> FetchAsync(Uri address, string? etag, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            return await FollowAsync(address, etag, limit.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException or SocketException)
        {
            return Within<NotAllowedAddressException>(e) ? CalendarTrouble.PrivateAddress
                : limit.IsCancellationRequested ? CalendarTrouble.TooSlow
                : e is InvalidDataException ? CalendarTrouble.NotCalendar
                : CalendarTrouble.NoAnswer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return CalendarTrouble.TooSlow;
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<OneOf<CalendarFile, CalendarUnchanged, CalendarTrouble>> FollowAsync(Uri address, string? etag, CancellationToken limit)
    {
        for (var hops = 0; hops <= MostRedirects; hops++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Accept", "text/calendar, */*;q=0.5");
            request.Headers.TryAddWithoutValidation("User-Agent", "RepairNet");
            if (etag is not null)
            {
                request.Headers.TryAddWithoutValidation("If-None-Match", etag);
            }

            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit);
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK:
                    return await ReadAsync(response, limit) is { } content
                        ? new CalendarFile(content, response.Headers.ETag?.ToString())
                        : CalendarTrouble.TooLarge;
                case HttpStatusCode.NotModified when etag is not null:
                    return new CalendarUnchanged();
                case HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect:
                    if (Next(address, response.Headers.Location) is not { } next)
                    {
                        return CalendarTrouble.LeadsNowhere;
                    }

                    address = next;
                    break;
                case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                    return CalendarTrouble.NotFound;
                case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.ProxyAuthenticationRequired:
                    return CalendarTrouble.NotShared;
                default:
                    return CalendarTrouble.SiteError;
            }
        }

        return CalendarTrouble.LeadsNowhere;
    }

    /// <summary>Where a redirect leads, if that is an address of the web and not out of a safe page into an open one.</summary>
    private static Uri? Next(Uri address, Uri? location)
    {
        if (location is null || !Uri.TryCreate(address, location, out var next) || next.UserInfo.Length > 0)
        {
            return null;
        }

        return next.Scheme == Uri.UriSchemeHttps || (next.Scheme == Uri.UriSchemeHttp && address.Scheme == Uri.UriSchemeHttp) ? next : null;
    }

    /// <summary>The body, unpacked; null when there is more of it than is read.</summary>
    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, CancellationToken limit)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(16_384);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(limit);
            using var content = new MemoryStream();
            while (await body.ReadAsync(buffer, limit) is > 0 and var read)
            {
                if (content.Length + read > MostBytes)
                {
                    return null;
                }

                content.Write(buffer, 0, read);
            }

            return content.ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);

        // An address in figures is no name to resolve, and the resolver has an opinion of its own on some of them.
        IPAddress[] addresses = IPAddress.TryParse(host, out var figures) ? [figures] : await _resolve(host, cancellationToken);

        // One address inside is enough to refuse the name: whoever mixes them hopes for the order to change.
        if (Array.Exists(addresses, found => !_allowed.Allows(found, port)))
        {
            throw new NotAllowedAddressException();
        }

        Exception? failure = null;
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(LongestConnection);
                await socket.ConnectAsync(new IPEndPoint(address, port), limit.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                socket.Dispose();
                failure = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw new HttpRequestException("No address of this name answers.", failure);
    }

    private static bool Within<T>(Exception? e) where T : Exception => e is not null && (e is T || Within<T>(e.InnerException));

    /// <summary>The name leads where the program does not go.</summary>
    private sealed class NotAllowedAddressException() : IOException("The address is not allowed.");
}
