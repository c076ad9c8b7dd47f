using RepairNet.Application.Common;
using RepairNet.Domain.Repairs;

namespace RepairNet.Application.Repairs.Contract;

/// <summary>What people call what stood in the way of a repair.</summary>
public static class BarrierWords
{
    public static string Of(Texts texts, RepairBarrier barrier) => texts[barrier switch
    {
        RepairBarrier.PartsUnavailable => "Pièce introuvable",
        RepairBarrier.PartsTooExpensive => "Pièce trop chère",
        RepairBarrier.CannotOpen => "Impossible à ouvrir",
        RepairBarrier.NoInfo => "Pas de documentation",
        RepairBarrier.NoEquipment => "Outil manquant",
        RepairBarrier.WornOut => "Trop usé",
        RepairBarrier.Incomplete => "Objet incomplet",
        RepairBarrier.EffortTooHigh => "Trop de travail",
        RepairBarrier.UnsafeDoNotUse => "Dangereux à l’usage",
        RepairBarrier.UnderWarranty => "Encore sous garantie",
        RepairBarrier.PartialUse => "Sert encore en partie",
        RepairBarrier.NoTime => "Pas assez de temps",
        RepairBarrier.Other => "Autre raison",
        _ => throw new ArgumentOutOfRangeException(nameof(barrier)),
    }];
}
