using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.Messaging.Contract;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Common;
using RepairNet.Domain.Messaging;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;

namespace RepairNet.Application.Tests.MutualHelp;

/// <summary>People who seek and offer help.</summary>
internal static class Neighbours
{
    public static PostHelp Post(string email = "marie@exemple.fr", string kind = "request", string category = "kettle", string commune = Given.Echirolles, string text = "Ma bouilloire ne chauffe plus.", int days = 60, string name = "Marie") =>
        new(kind, category, commune, name, email, text, days, "fr");

    /// <summary>The secret of the author of a post, as its letter brings it.</summary>
    public static async Task<string> SecretAsync(this TestInstance instance, HelpPostId post) =>
        instance.Services.GetRequiredService<HelpSecrets>().SecretOf(await instance.ReadAsync(db => db.HelpPosts.AsNoTracking().SingleAsync(p => p.Id == post)));

    /// <summary>A post whose address is confirmed.</summary>
    public static async Task<(HelpPostId Id, string Secret)> PostedAsync(this TestInstance instance, PostHelp? request = null)
    {
        var id = (await instance.SendAsync(request ?? Post())).AsT0.Id;
        var secret = await instance.SecretAsync(id);
        if (!(await instance.SendAsync(new ActOnHelpPost(secret, HelpAct.Confirm))).IsT0)
        {
            throw new InvalidOperationException("It is not confirmed.");
        }

        return (id, secret);
    }

    public static async Task<HelpAnswered> AnsweredAsync(this TestInstance instance, HelpPostId post, string name = "Paul", string? email = null, string text = "Je sais faire.") =>
        (await instance.SendAsync(new AnswerHelp(post, name, email ?? $"{name.ToLowerInvariant()}@exemple.fr", text, false, "fr"))).AsT0;

    /// <summary>A letter as it would leave now; null where there is nothing to tell any more.</summary>
    public static async Task<Letter?> HelpLetterAsync(this TestInstance instance, MessageKind kind, Guid subject, int occurrence)
    {
        await using var scope = instance.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetServices<ILetterWriter>().Single(w => w.Kinds.Contains(kind)).WriteAsync(kind, subject, occurrence, CancellationToken.None);
    }

    /// <summary>The letters that the table of those to send asks for, the first first.</summary>
    public static async Task<IReadOnlyList<Letter>> LettersAsync(this TestInstance instance, MessageKind kind)
    {
        var rows = await instance.ReadAsync(db => db.Outbox.AsNoTracking().Where(m => m.Kind == kind).OrderBy(m => m.CreatedAt).ThenBy(m => m.Id).ToListAsync());
        var letters = new List<Letter>();
        foreach (var row in rows)
        {
            if (await instance.HelpLetterAsync(kind, row.SubjectId, row.Occurrence) is { } letter)
            {
                letters.Add(letter);
            }
        }

        return letters;
    }
}
