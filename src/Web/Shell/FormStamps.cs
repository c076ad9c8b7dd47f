using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using NodaTime;
using RepairNet.Application.Bookings.Contract;

namespace RepairNet.Web.Shell;

/// <summary>
/// Tells a form that somebody filled in from one that a program did: a stamp says when the page was made, and a field that nobody
/// sees is left empty by people. What looks like a program's is never refused for it: each form says what it asks instead (a
/// link by mail, a second press). Switched off with the other limits (<c>Limits:Enabled</c>).
/// </summary>
/// <param name="secret">Signs the stamps; the nodes share it.</param>
/// <param name="enabled">Whether forms are looked at.</param>
public sealed class FormStamps(IInstanceSecret secret, IClock clock, bool enabled)
{
    /// <summary>Name of the field of the stamp.</summary>
    public const string StampField = "vu";

    /// <summary>Name of the field that people leave empty. No browser has anything to propose for it.</summary>
    public const string LureField = "reponse";

    /// <summary>Nobody reads a form, fills it in and sends it in less: 3 seconds. Whoever pastes or lets the browser fill in takes longer.</summary>
    public static readonly Duration Least = Duration.FromSeconds(3);

    private const int MacBytes = 12;

    /// <summary>A stamp of now.</summary>
    public string New()
    {
        var moment = clock.GetCurrentInstant().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return $"{moment}.{Base64Url.EncodeToString(MacOf(moment))}";
    }

    /// <summary>The stamp that a form brought, if it is one of ours; else a new one. A form of several steps keeps its first.</summary>
    public string Of(HttpRequest request) => request.HasFormContentType && !IsLured(request) && Read(request.Form[StampField]) is not null ? request.Form[StampField].ToString() : New();

    /// <summary>Sent as programs send: too soon after the page was made, or without a stamp of ours, or with the lure taken.</summary>
    public bool IsHasty(HttpRequest request) =>
        enabled && (!request.HasFormContentType || IsLured(request) || Read(request.Form[StampField]) is not { } made || clock.GetCurrentInstant() - made < Least);

    /// <summary>The field that nobody sees was filled in.</summary>
    public bool IsLured(HttpRequest request) => enabled && request.HasFormContentType && !string.IsNullOrEmpty(request.Form[LureField]);

    private Instant? Read(string? stamp)
    {
        if (stamp is not { Length: < 60 } || stamp.Split('.') is not [var moment, var mac]
            || !long.TryParse(moment, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) || milliseconds > 253_402_300_799_999)
        {
            return null;
        }

        Span<byte> sent = stackalloc byte[60];
        return Base64Url.IsValid(mac) && Base64Url.TryDecodeFromChars(mac, sent, out var length) && CryptographicOperations.FixedTimeEquals(sent[..length], MacOf(moment))
            ? Instant.FromUnixTimeMilliseconds(milliseconds)
            : null;
    }

    private byte[] MacOf(string moment) => secret.Derive("form-stamp", moment)[..MacBytes];
}
