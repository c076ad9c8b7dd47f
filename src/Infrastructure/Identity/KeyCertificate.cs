using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace RepairNet.Infrastructure.Identity;

/// <summary>
/// The certificate that encrypts the keys of cookies and form tokens where they are stored (<c>DataProtection:Certificate</c>, a PFX or a
/// PEM file with its RSA key). Without one they lie as they are in a folder or a database that only the instance reads. Every node
/// needs the same. After a change, <c>DataProtection:FormerCertificates</c> (separated by « ; ») opens what the earlier ones closed.
/// </summary>
public static class KeyCertificate
{
    public static IServiceCollection AddKeyCertificate(this IServiceCollection services, IConfiguration configuration)
    {
        if (Paths(configuration["DataProtection:Certificate"]) is not [var path, ..])
        {
            return services;
        }

        var password = configuration["DataProtection:CertificatePassword"];
        var protection = services.AddDataProtection().ProtectKeysWithCertificate(Read(path, password));
        if (Paths(configuration["DataProtection:FormerCertificates"]) is { Length: > 0 } former)
        {
            protection.UnprotectKeysWithAnyCertificate([.. former.Select(p => Read(p, password))]);
        }

        return services;
    }

    private static string[] Paths(string? text) => (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static X509Certificate2 Read(string path, string? password)
    {
        try
        {
            var certificate = !string.Equals(Path.GetExtension(path), ".pem", StringComparison.OrdinalIgnoreCase) ? X509CertificateLoader.LoadPkcs12FromFile(path, password)
                : string.IsNullOrEmpty(password) ? X509Certificate2.CreateFromPemFile(path)
                : X509Certificate2.CreateFromEncryptedPemFile(path, password);
            using var key = certificate.GetRSAPrivateKey();
            return key is not null ? certificate : throw new FormatException($"Le certificat {path} n’a pas de clé privée RSA.");
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"Le certificat {path} ne s’ouvre pas : un fichier PFX, ou PEM avec sa clé, et le mot de passe de DataProtection:CertificatePassword s’il en a un.");
        }
    }
}
