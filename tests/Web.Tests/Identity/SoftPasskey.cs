using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace RepairNet.Web.Tests.Identity;

/// <summary>A passkey made of software, as a browser would answer for one (WebAuthn level 3, attestation « none », ES256).</summary>
internal sealed class SoftPasskey(string site) : IDisposable
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte HasKey = 0x40;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private readonly byte[] _host = Encoding.UTF8.GetBytes(new Uri(site).Host);
    private string? _owner;
    private uint _count;

    /// <summary>Whether its owner unlocks it.</summary>
    public bool IsUnlocked { get; set; } = true;

    /// <summary>Whether it counts its signatures; those that are copied to other devices say 0 each time.</summary>
    public bool IsCounting { get; set; } = true;

    /// <summary>The site the browser says the question came from.</summary>
    public string Origin { get; set; } = site;

    /// <summary>Answers the question for a new key.</summary>
    public string Create(string options)
    {
        using var asked = JsonDocument.Parse(options);
        var root = asked.RootElement;
        _owner = root.GetProperty("user").GetProperty("id").GetString();
        var client = Client("webauthn.create", root.GetProperty("challenge").GetString()!);
        var point = _key.ExportParameters(false).Q;
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. Authenticator(HasKey), .. new byte[16], 0, (byte)_id.Length, .. _id, .. cose];
        byte[] attestation =
        [
            0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x59, (byte)(data.Length >> 8), (byte)data.Length, .. data,
        ];
        return JsonSerializer.Serialize(new
        {
            id = Base64Url.EncodeToString(_id),
            rawId = Base64Url.EncodeToString(_id),
            type = "public-key",
            authenticatorAttachment = "platform",
            clientExtensionResults = new { },
            response = new { clientDataJSON = Base64Url.EncodeToString(client), attestationObject = Base64Url.EncodeToString(attestation), transports = new[] { "internal", "=cmd|' /C" } },
        });
    }

    /// <summary>Answers the question of someone who signs in.</summary>
    public string Get(string options)
    {
        using var asked = JsonDocument.Parse(options);
        var client = Client("webauthn.get", asked.RootElement.GetProperty("challenge").GetString()!);
        _count += IsCounting ? 1u : 0u;
        var data = Authenticator(0);
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return JsonSerializer.Serialize(new
        {
            id = Base64Url.EncodeToString(_id),
            rawId = Base64Url.EncodeToString(_id),
            type = "public-key",
            authenticatorAttachment = "platform",
            clientExtensionResults = new { },
            response = new
            {
                clientDataJSON = Base64Url.EncodeToString(client),
                authenticatorData = Base64Url.EncodeToString(data),
                signature = Base64Url.EncodeToString(signature),
                userHandle = _owner,
            },
        });
    }

    public void Dispose() => _key.Dispose();

    private byte[] Client(string type, string challenge) => JsonSerializer.SerializeToUtf8Bytes(new { type, challenge, origin = Origin, crossOrigin = false });

    private byte[] Authenticator(byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, _count);
        return [.. SHA256.HashData(_host), (byte)(Present | (IsUnlocked ? Verified : 0) | flags), .. count];
    }
}
