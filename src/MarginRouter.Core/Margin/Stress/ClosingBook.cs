using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>A supplied book of one instrument, from which the cost of closing a position is read.</summary>
/// <param name="Bids">Best first, prices falling; at least one.</param>
/// <param name="Asks">Best first, prices rising; at least one, above the bids.</param>
public sealed record ClosingBook(ImmutableArray<BookLevel> Bids, ImmutableArray<BookLevel> Asks)
{
    /// <summary>
    /// Cost of closing some contracts as a share of their value at the mid, and the share of them that lay beyond the given levels.
    /// Beyond, the book is taken to go on as deep per price step as the given levels are on average; a single level says nothing about
    /// that, and what lies beyond it has no cost that is known (null).
    /// </summary>
    /// <param name="sells">True when a long position is sold into the bids.</param>
    /// <param name="contracts">Contracts; positive.</param>
    /// <param name="shock">What is left of the book; null for all of it.</param>
    public (decimal? Share, decimal Beyond) Cost(bool sells, decimal contracts, LiquidityShock? shock)
    {
        ImmutableArray<BookLevel> levels = sells ? Bids : Asks;
        decimal middle = (Bids[0].Price + Asks[0].Price) / 2m;
        decimal half = Math.Abs(levels[0].Price - middle) / middle;
        decimal wider = Math.Max(0m, ((shock?.Spread ?? 0m) / 2m) - half);
        decimal depth = shock?.Depth ?? 1m;
        decimal left = contracts;
        decimal paid = 0m;
        decimal seen = 0m;
        decimal last = 0m;
        foreach (BookLevel level in levels)
        {
            last = (Math.Abs(level.Price - middle) / middle) + wider;
            decimal taken = Math.Min(left, level.Quantity * depth);
            paid += taken * Capped(sells, last);
            left -= taken;
            seen += level.Quantity * depth;
        }

        if (left == 0m)
            return (paid / contracts, 0m);
        decimal reach = last - half - wider;
        if (reach <= 0m)
            return (null, left / contracts);
        paid += left * Stretch(sells, last, left * reach / seen);
        return (paid / contracts, left / contracts);
    }

    /// <summary>Average distance over a stretch of even depth that begins at one distance and is so long; a sale cannot lose more than all.</summary>
    internal static decimal Stretch(bool sells, decimal from, decimal length)
    {
        decimal end = from + length;
        if (!sells || end <= 1m)
            return from + (length / 2m);
        if (from >= 1m)
            return 1m;
        decimal rising = 1m - from;
        return ((rising * (from + 1m) / 2m) + end - 1m) / length;
    }

    private static decimal Capped(bool sells, decimal distance) => sells ? Math.Min(distance, 1m) : distance;
}
