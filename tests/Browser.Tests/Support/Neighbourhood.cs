using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RepairNet.Application.MutualHelp;
using RepairNet.Application.MutualHelp.Contract;
using RepairNet.Domain.Common;
using RepairNet.TestSupport;
using RepairNet.TestSupport.Builders;

namespace RepairNet.Browser.Tests.Support;

/// <summary>Posts of mutual help: a full page of them and one more, one that was answered, one that was reported, one that is done.</summary>
/// <param name="Post">The last one published, answered twice.</param>
/// <param name="Secret">Of its author.</param>
/// <param name="Thread">Its first answer.</param>
/// <param name="Answer">Secret of who gave it.</param>
public sealed record Neighbourhood(HelpPostId Post, string Secret, HelpThreadId Thread, string Answer)
{
    public static async Task<Neighbourhood> BeginAsync(TestInstance instance)
    {
        const string Long = "Mon aspirateur s’arrête au bout de cinq minutes, il chauffe et sent le caoutchouc brûlé. J’ai changé le sac et nettoyé le filtre.\nJe voudrais comprendre avec quelqu’un qui sait, et apprendre à le faire moi-même la prochaine fois.";
        var last = (Id: default(HelpPostId), Secret: "");
        for (var n = 0; n < 11; n++)
        {
            last = await ShownAsync(instance, n % 3 == 0 ? "offer" : "request", n % 2 == 0 ? "vacuum" : "small-kitchen-item", n % 2 == 0 ? Long : "Je prête mes outils.", n);
        }

        var done = await ShownAsync(instance, "request", "kettle", "Une bouilloire.", 11);
        await instance.SendAsync(new AnswerHelp(done.Id, "Paul", "paul@exemple.fr", "Je sais faire.", false, "fr"));
        await instance.SendAsync(new FinishHelp(done.Secret, "kettle", "une bouilloire", "fixed"));
        last = await ShownAsync(instance, "request", "mobile", Long, 12);
        var thread = (await instance.SendAsync(new AnswerHelp(last.Id, "Jean-Baptiste-Alphonse", "jean@exemple.fr", "Je sais faire, et j’ai la pièce.\nSamedi ?", false, "fr"))).AsT0;
        await instance.SendAsync(new AnswerHelp(last.Id, "Zoé", "zoe@exemple.fr", "Moi aussi.", false, "fr"));
        await instance.SendAsync(new WriteHelpMessage(last.Secret, thread.Id, "Avec plaisir, merci.", false));
        await instance.SendAsync(new ReportHelp(last.Id, "selling", "Cela ressemble à une annonce de vente, non ?"), Given.SignedIn);
        return new Neighbourhood(last.Id, last.Secret, thread.Id, thread.Secret);
    }

    private static async Task<(HelpPostId Id, string Secret)> ShownAsync(TestInstance instance, string kind, string category, string text, int number)
    {
        var id = (await instance.SendAsync(new PostHelp(kind, category, Given.Grenoble, "Marie-Antoinette", $"marie{number}@exemple.fr", text, 60, "fr"))).AsT0.Id;
        var secret = instance.Services.GetRequiredService<HelpSecrets>().SecretOf(await instance.ReadAsync(db => db.HelpPosts.AsNoTracking().SingleAsync(p => p.Id == id)));
        await instance.SendAsync(new ActOnHelpPost(secret, HelpAct.Confirm));
        return (id, secret);
    }
}
