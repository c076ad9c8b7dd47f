using RepairNet.Application.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Web.Pages.Repairs;

/// <summary>Words for items left at a workshop.</summary>
internal static class ItemWords
{
    /// <summary>What is to be done, for the workshop.</summary>
    public static string State(Texts texts, ItemLeftState state) => texts[state switch
    {
        ItemLeftState.WaitingForQuote => "Devis à faire",
        ItemLeftState.Quoted => "Réponse attendue",
        ItemLeftState.Accepted => "À réparer",
        ItemLeftState.Refused => "À rendre",
        ItemLeftState.Ready => "Prêt à être repris",
        ItemLeftState.Collected => "Repris",
    }];

    /// <summary>Disc for what is done, ring for what is under way.</summary>
    public static string Mark(ItemLeftState state) => state is ItemLeftState.Ready or ItemLeftState.Collected ? "status ok" : "status";

    /// <summary>The state in an address.</summary>
    public static string Code(ItemLeftState state) => state switch
    {
        ItemLeftState.WaitingForQuote => "devis-a-faire",
        ItemLeftState.Quoted => "reponse-attendue",
        ItemLeftState.Accepted => "a-reparer",
        ItemLeftState.Refused => "a-rendre",
        ItemLeftState.Ready => "pret",
        ItemLeftState.Collected => "repris",
    };

    /// <summary>What was done, in the history.</summary>
    public static string Deed(Texts texts, ItemDeed deed) => texts[deed switch
    {
        ItemDeed.Ready => "objet dit prêt à être repris",
        ItemDeed.Collected => "objet rendu à la personne",
        ItemDeed.ReadyTakenBack => "« prêt » annulé",
        ItemDeed.CollectedTakenBack => "« rendu » annulé",
        ItemDeed.LinkRenewed => "lien remplacé",
    }];

    /// <summary>Where a quote stands, in a sentence; the day is that of the place.</summary>
    public static string Answer(Texts texts, QuoteAnswer answer, QuoteVoice? voice, string day) => texts[(answer, voice) switch
    {
        (QuoteAnswer.Accepted, QuoteVoice.Desk) => "Accepté {0}, noté par l’atelier.",
        (QuoteAnswer.Accepted, _) => "Accepté {0}, par le lien.",
        (QuoteAnswer.Refused, QuoteVoice.Desk) => "Refusé {0}, noté par l’atelier.",
        (QuoteAnswer.Refused, _) => "Refusé {0}, par le lien.",
    }, day];
}
