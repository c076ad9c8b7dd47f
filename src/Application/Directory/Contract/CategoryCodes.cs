using RepairNet.Domain.Equipment;

namespace RepairNet.Application.Directory.Contract;

/// <summary>Which codes name a category of equipment that services may take.</summary>
public sealed class CategoryCodes(EquipmentCatalogue catalogue)
{
    public bool Exists(string? code) => catalogue.FindCategory(code) is not null;
}
