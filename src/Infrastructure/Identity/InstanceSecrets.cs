using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using RepairNet.Application.Bookings.Contract;
using RepairNet.Application.Directory.Contract;
using RepairNet.Application.Identity.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Identity;
using RepairNet.Infrastructure.Hosting;
using RepairNet.Infrastructure.Persistence;

namespace RepairNet.Infrastructure.Identity;

/// <summary>The folder of the instance's keys, closed to other users of the machine.</summary>
internal sealed class KeyFolder(DataFolder folder)
{
    /// <summary>The folder, made or closed to others if it was not.</summary>
    public DirectoryInfo Open()
    {
        PrivateFiles.MakeFolder(folder.Root);
        var keys = PrivateFiles.MakeFolder(folder.Keys);
        if (!OperatingSystem.IsWindows() && keys.UnixFileMode != PrivateFiles.FolderMode)
        {
            keys.UnixFileMode = PrivateFiles.FolderMode;
        }

        return keys;
    }
}

/// <summary>Derives from 32 random bytes, read once.</summary>
internal abstract class InstanceSecretBase : IInstanceSecret
{
    public const int Length = 32;

    private readonly Lazy<byte[]> _secret;

    // Read again after a failure: kept, as it is by default, one of a second would last until the next start.
    protected InstanceSecretBase() => _secret = new Lazy<byte[]>(ReadOrMake, LazyThreadSafetyMode.PublicationOnly);

    public byte[] Derive(string purpose, string text)
    {
        // A length in front of the purpose: no two pairs of texts join into the same bytes.
        var message = new byte[4 + Encoding.UTF8.GetByteCount(purpose) + Encoding.UTF8.GetByteCount(text)];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(message, Encoding.UTF8.GetByteCount(purpose));
        var written = Encoding.UTF8.GetBytes(purpose, message.AsSpan(4));
        Encoding.UTF8.GetBytes(text, message.AsSpan(4 + written));
        return HMACSHA256.HashData(_secret.Value, message);
    }

    /// <summary>The secret of the instance; of several makers at once, one wins and all read its secret.</summary>
    protected abstract byte[] ReadOrMake();
}

/// <summary>The secret in a file beside the keys, readable by its owner only.</summary>
internal sealed class FileInstanceSecret(KeyFolder keys) : InstanceSecretBase
{
    public const string FileName = "instance-secret";

    /// <summary>Ten seconds in all: making the secret takes a few milliseconds.</summary>
    private const int Tries = 1000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    protected override byte[] ReadOrMake()
    {
        var file = Path.Combine(keys.Open().FullName, FileName);
        if (!File.Exists(file))
        {
            Make(file);
        }

        var secret = File.ReadAllBytes(file);
        return secret.Length == Length
            ? secret
            : throw new InvalidDataException($"Le fichier {file} est abîmé : {Length} octets attendus. Reprenez-le d’une sauvegarde ; s’il n’y en a pas, supprimez-le : les liens déjà envoyés ne marcheront plus.");
    }

    private static void Make(string file)
    {
        // « Move » without overwriting looks first and renames after: of two who look at once, the later would replace what the other already uses.
        using var turn = TakeTurn(file + ".lock");
        if (File.Exists(file))
        {
            return;
        }

        var draft = $"{file}.{Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}.tmp";
        using (var stream = PrivateFiles.Create(draft))
        {
            stream.Write(RandomNumberGenerator.GetBytes(Length));
            stream.Flush(flushToDisk: true);
        }

        // Whole or not at all.
        File.Move(draft, file, overwrite: false);
    }

    /// <summary>Waits until nobody else has this file open, in whichever process. Removed when it is closed: whoever comes then finds the secret made.</summary>
    private static FileStream TakeTurn(string file)
    {
        for (var left = Tries; ; left--)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (left > 0)
            {
                Thread.Sleep(Pause);
            }
        }
    }
}

/// <summary>The secret in the database that the nodes share.</summary>
internal sealed class PostgresInstanceSecret(NpgsqlDataSource source) : InstanceSecretBase
{
    private const string Name = "links";

    protected override byte[] ReadOrMake()
    {
        using var connection = source.OpenConnection();
        using (var insert = new NpgsqlCommand("INSERT INTO instance_secrets (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING", connection))
        {
            insert.Parameters.Add(new() { Value = Name });
            insert.Parameters.Add(new() { Value = RandomNumberGenerator.GetBytes(Length) });
            insert.ExecuteNonQuery();
        }

        using var select = new NpgsqlCommand("SELECT value FROM instance_secrets WHERE name = $1", connection);
        select.Parameters.Add(new() { Value = Name });
        return (byte[])select.ExecuteScalar()!;
    }
}

/// <summary>One-time links of accounts, derived from the instance's secret.</summary>
internal sealed class AccountLinkTokens(IInstanceSecret secret) : IAccountLinkTokens
{
    public string TokenOf(AccountLinkId link) => Base64Url.EncodeToString(secret.Derive("account-link", link.ToString()));

    public string TokenOf(SignInLinkId link) => Base64Url.EncodeToString(secret.Derive("sign-in-link", link.ToString()));

    public string TokenOf(ProConnectArrivalId arrival) => Base64Url.EncodeToString(secret.Derive("proconnect-arrival", arrival.ToString()));
}

/// <summary>Links by which an organisation declared is made, derived from the instance's secret.</summary>
internal sealed class JoinTokens(IInstanceSecret secret) : IJoinTokens
{
    public string TokenOf(JoinRequestId request) => Base64Url.EncodeToString(secret.Derive("join-request", request.ToString()));
}

/// <summary>Secrets of the second factor, derived from the instance's secret.</summary>
internal sealed class SecondFactorKeys(IInstanceSecret secret) : ISecondFactorKeys
{
    public byte[] KeyOf(AccountId account, SecondFactorId key) => secret.Derive("second-factor", $"{account}:{key}")[..TimeCode.KeyBytes];

    public string HashOf(AccountId account, string recoveryCode) => Convert.ToHexString(secret.Derive("recovery-code", $"{account}:{recoveryCode}"));
}
