using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using RepairNet.Domain.Repairs;

namespace RepairNet.Infrastructure.Repairs;

/// <summary>Codes of items as text. No code, which no row has, is empty text: compiled models name it so.</summary>
internal sealed class ItemCodeConverter() : ValueConverter<ItemCode, string>(code => code.Value ?? "", text => Read(text))
{
    private static ItemCode Read(string text) => text.Length == 0 ? default : ItemCode.From(text);
}
