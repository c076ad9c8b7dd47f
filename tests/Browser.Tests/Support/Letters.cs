using MimeKit;
using RepairNet.TestSupport;
using Shouldly;

namespace RepairNet.Browser.Tests.Support;

/// <summary>The mails of an instance without a mail server: files in its pick-up folder.</summary>
internal static class Letters
{
    /// <summary>All of them, the oldest first, once there are this many.</summary>
    public static async Task<IReadOnlyList<MimeMessage>> LettersAsync(this TestInstance instance, int count)
    {
        var folder = Path.Combine(instance.Database.Folder, "mail");
        for (var waited = 0; ; waited += 50)
        {
            var files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml") : [];
            if (files.Length >= count)
            {
                return [.. files.Order(StringComparer.Ordinal).Select(file => MimeMessage.Load(file))];
            }

            waited.ShouldBeLessThan(30_000, $"{files.Length} mails of {count} arrived");
            await Task.Delay(50);
        }
    }

    /// <summary>The first link of the text that goes to this site.</summary>
    public static string LinkIn(this MimeMessage letter, TestInstance instance) =>
        letter.TextBody!.Split([' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries).First(word => word.StartsWith(instance.Address!.ToString(), StringComparison.Ordinal));
}
