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
            case TerritoryLevel.Commune or TerritoryLevel.Epci:
                string[] communes = [.. index.CodesOf(territory)];
                return Where(c => communes.Contains(c));
            case TerritoryLevel.Departement:
                return Across(c => c.StartsWith(code), c => c.StartsWith(code, StringComparison.Ordinal));
            case TerritoryLevel.Region:
                string[] departements = [.. index.Departements.Where(d => d.RegionCode == code).Select(d => d.Code)];
                return departements is [var only]
                    ? Across(c => c.StartsWith(only), c => c.StartsWith(only, StringComparison.Ordinal))
                    : Across(c => departements.Contains(c.Substring(0, 2)), c => departements.Contains(c[..2]));
            default:
                return territory == TerritoryKey.France ? rows : Where(c => false);
        }

        // Merged into a commune of another département, an old code begins with that of where it no longer is.
        IQueryable<T> Across(Expression<Func<string, bool>> begins, Func<string, bool> seemsThere)
        {
            string[] came = [.. index.AcrossBorders.Where(moved => index.Holds(territory, moved) && !seemsThere(moved))];
            string[] left = [.. index.AcrossBorders.Where(moved => !index.Holds(territory, moved) && seemsThere(moved))];
            return came.Length + left.Length == 0
                ? Where(begins)
                : Where(Expression.Lambda<Func<string, bool>>(
                    Expression.OrElse(
                        Expression.AndAlso(begins.Body, Expression.Not(In(left, begins.Parameters[0]))),
                        In(came, begins.Parameters[0])),
                    begins.Parameters));
        }

        static Expression In(string[] codes, ParameterExpression commune)
        {
            Expression<Func<string, bool>> isOne = c => codes.Contains(c);
            return ReplacingExpressionVisitor.Replace(isOne.Parameters[0], commune, isOne.Body);
        }

        IQueryable<T> Where(Expression<Func<string, bool>> isThere) =>
            rows.Where(Expression.Lambda<Func<T, bool>>(ReplacingExpressionVisitor.Replace(isThere.Parameters[0], commune.Body, isThere.Body), commune.Parameters));
    }
}
