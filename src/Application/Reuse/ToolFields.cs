using FluentValidation;
using RepairNet.Application.Common;
using RepairNet.Domain.Reuse;

namespace RepairNet.Application.Reuse;

/// <summary>What is said of a tool, as a form says it.</summary>
/// <param name="Deposit">Euros; null for nothing.</param>
public sealed record ToolFields(string? Name, string? Number, string? Note, int? LoanDays, decimal? Deposit)
{
    internal ToolTerms Terms => new(Name!, TextRules.OrNull(Number), TextRules.OrNull(Note), LoanDays!.Value, (int)((Deposit ?? 0) * 100));
}

internal sealed class ToolFieldsValidator : AbstractValidator<ToolFields>
{
    public ToolFieldsValidator()
    {
        RuleFor(f => f.Name).Given("Donnez le nom de l’outil.").Line(Tool.MaxName);
        RuleFor(f => f.Number).Writable().Must(n => (n?.Trim().Length ?? 0) <= Tool.MaxNumber).WithMessage("Ce numéro est trop long : 20 signes au plus.");
        RuleFor(f => f.Note).Line(Tool.MaxNote).WithoutContacts();
        RuleFor(f => f.LoanDays).Must(d => d is >= 1 and <= Tool.MaxLoanDays).WithMessage("Un prêt dure de 1 à 60 jours.");
        RuleFor(f => f.Deposit).Must(d => d is null || (d is >= 0 and <= Tool.MaxDepositCents / 100 && decimal.Round(d.Value, 2) == d)).WithMessage("La caution va de 0 à 2 000 euros.");
    }
}
