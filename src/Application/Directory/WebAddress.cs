using System.Diagnostics.CodeAnalysis;
using RepairNet.Application.Common;
using RepairNet.Domain.Directory;

namespace RepairNet.Application.Directory;

/// <summary>Addresses of sites that a page may link to: http or https, a named host, no credentials.</summary>
internal static class WebAddress
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? address)
    {
        address = null;
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length is 0 or > Organisation.MaxWebsite
            || trimmed.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            || !Uri.TryCreate(trimmed, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp)
            || uri.UserInfo.Length > 0
            || uri.HostNameType != UriHostNameType.Dns
            || HostNames.Of(uri)?.Contains('.', StringComparison.Ordinal) != true
            || uri.AbsoluteUri.Length > Organisation.MaxWebsite)
        {
            return false;
        }

        address = uri.AbsoluteUri;
        return true;
    }
}
