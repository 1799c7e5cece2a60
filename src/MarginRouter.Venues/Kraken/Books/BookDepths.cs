namespace MarginRouter.Venues.Kraken.Books;

/// <summary>The book depths that Kraken's spot socket offers (docs.kraken.com, spot-websocket-v2, book).</summary>
internal static class BookDepths
{
    private static readonly int[] Offered = [10, 25, 100, 500, 1000];

    /// <summary>The deepest.</summary>
    public const int Largest = 1000;

    /// <summary>True for a depth that can be subscribed.</summary>
    public static bool IsOffered(int depth) => Array.IndexOf(Offered, depth) >= 0;

    /// <summary>The smallest offered depth that holds a number of levels, at most the largest.</summary>
    public static int AtLeast(int levels)
    {
        foreach (int depth in Offered)
        {
            if (depth >= levels)
                return depth;
        }

        return Largest;
    }
}
