namespace RepairNet.Web.Shell;

/// <summary>A key figure: a number, its unit, its uncertainty, its meaning. Show it in <c>&lt;dl class="figures"&gt;</c> with <c>&lt;partial name="_Figure" model="…" /&gt;</c>.</summary>
/// <param name="Label">What is measured, already in the language of the page.</param>
/// <param name="Number">The number as written for people.</param>
/// <param name="Unit">Its unit, or null for a count.</param>
/// <param name="Sentences">What it means, already in the language of the page; the bracket is written by itself.</param>
public sealed record FigureView(string Label, string Number, string? Unit, params IReadOnlyList<string> Sentences)
{
    /// <summary>Low, central and high in kilograms, for an estimate; null for what is counted or weighed.</summary>
    public (decimal Low, decimal Central, decimal High)? Kilograms { get; init; }
}
