using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using RepairNet.Domain.Common;

namespace RepairNet.Application.Common;

/// <summary>
/// The identifiers of what forms without an account make. The key that is made with a form stays the same when its sender goes back to it and corrects an
/// answer: what is made is named after the key and the answers together. The same form sent twice makes one thing, a corrected one another.
/// </summary>
internal static class FormKeys
{
    /// <summary>Bytes of the key that are kept: its moment and its number within it, so that identifiers stay in the order of forms.</summary>
    private const int Kept = 8;

    /// <summary>The identifier of what these answers make.</summary>
    /// <param name="key">Made with the form.</param>
    /// <param name="answers">All that tells one request from another, as it was typed.</param>
    public static TId Answered<TId>(this TId key, params string?[] answers) where TId : struct, ITypedId<TId>
    {
        var id = key.Value.ToByteArray(bigEndian: true);
        var content = JsonSerializer.Serialize(answers.Select(answer => answer?.Trim() ?? "").Prepend(key.Value.ToString("N")));
        SHA256.HashData(Encoding.UTF8.GetBytes(content)).AsSpan(0, id.Length - Kept).CopyTo(id.AsSpan(Kept));

        // The variant of RFC 9562, as in every identifier.
        id[Kept] = (byte)(0x80 | (id[Kept] & 0x3F));
        return TId.From(new Guid(id, bigEndian: true));
    }
}
