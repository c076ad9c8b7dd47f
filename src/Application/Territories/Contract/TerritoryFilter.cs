using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using RepairNet.Domain.Territories;

namespace RepairNet.Application.Territories.Contract;

/// <summary>Keeps the rows of a territory, by the code of their commune.</summary>
internal static class TerritoryFilter
{
    /// <summary>A commune's code begins with its département's: two signs, three overseas, where région and département are one.</summary>
    /// <param name="rows">Of any table.</param>
    /// <param name="commune">The INSEE code of the commune of a row.</param>
    /// <param name="territory">Which rows to keep.</param>
    /// <param name="index">The territories.</param>
    public static IQueryable<T> In<T>(this IQueryable<T> rows, Expression<Func<T, string>> commune, TerritoryKey territory, TerritoryIndex index)
    {
        var code = territory.Code;
        switch (territory.Level)
        {
            case TerritoryLevel.Commune:
                return Where(c => c == code);
            case TerritoryLevel.Epci:
                string[] communes = [.. index.CommunesOf(territory)];
                return Where(c => communes.Contains(c));
            case TerritoryLevel.Departement:
                return Where(c => c.StartsWith(code));
            case TerritoryLevel.Region:
                string[] departements = [.. index.Departements.Where(d => d.RegionCode == code).Select(d => d.Code)];
                if (departements is [var only])
                {
                    return Where(c => c.StartsWith(only));
                }

                return Where(c => departements.Contains(c.Substring(0, 2)));
            default:
                return territory == TerritoryKey.France ? rows : Where(c => false);
        }

        IQueryable<T> Where(Expression<Func<string, bool>> isThere) =>
            rows.Where(Expression.Lambda<Func<T, bool>>(ReplacingExpressionVisitor.Replace(isThere.Parameters[0], commune.Body, isThere.Body), commune.Parameters));
    }
}
