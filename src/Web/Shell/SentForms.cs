using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;

namespace RepairNet.Web.Shell;

/// <summary>
/// The forms that this process took lately, by their hashes, so that the second press of a button is told from somebody else's change. Another process takes a second press for
/// a change: the page says so, and nothing is lost.
/// </summary>
internal sealed class SentForms(IClock clock)
{
    /// <summary>Longer than this, someone who sends the same words again has opened an old page.</summary>
    private static readonly Duration Lately = Duration.FromSeconds(30);

    /// <summary>A busy hour of a large instance; past it, the whole is looked through at each form.</summary>
    private const int Many = 1_000;

    private readonly ConcurrentDictionary<string, Instant> _taken = new(StringComparer.Ordinal);

    /// <summary>Notes that a form is taken.</summary>
    public void Take(HttpRequest request)
    {
        var now = clock.GetCurrentInstant();
        if (_taken.Count >= Many)
        {
            foreach (var old in _taken.Where(one => now - one.Value > Lately).Select(one => one.Key))
            {
                _taken.TryRemove(old, out _);
            }
        }

        _taken[NameOf(request)] = now;
    }

    /// <summary>Whether it was taken lately, word for word: the token against forged requests tells one page from the same page opened again.</summary>
    public bool HasTaken(HttpRequest request) => _taken.TryGetValue(NameOf(request), out var at) && clock.GetCurrentInstant() - at <= Lately;

    private static string NameOf(HttpRequest request) => Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(
        request.Form.OrderBy(field => field.Key, StringComparer.Ordinal).SelectMany(field => field.Value.Prepend(field.Key)).Prepend(request.Path + request.QueryString))));
}
