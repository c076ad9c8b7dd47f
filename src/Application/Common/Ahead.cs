namespace RepairNet.Application.Common;

/// <summary>One piece of work is made ready on another thread while the one before is done.</summary>
public static class Ahead
{
    /// <summary>The pieces in their order, each asked for as soon as the one before is given.</summary>
    public static async IAsyncEnumerable<T> OneAhead<T>(this IEnumerable<T> pieces)
        where T : class
    {
        using var each = pieces.GetEnumerator();
        T? Next() => each.MoveNext() ? each.Current : null;
        var next = Task.Run(Next);
        try
        {
            while (await next is { } piece)
            {
                next = Task.Run(Next);
                yield return piece;
            }
        }
        finally
        {
            // Whoever stops half-way waits until nobody reads any more.
            await Task.WhenAny(next);
        }
    }
}
