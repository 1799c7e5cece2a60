using System.Numerics;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Amm.Pools;

namespace MarginRouter.Venues.Amm;

/// <summary>
/// A pool's curve as levels of a book. Between two points of the curve a level's price is the average of the exact cost between them, rounded
/// to a tick against us: at every point the levels cost what the pool costs, to the tick, and never less on the way, because the curve is
/// convex. The pool's fee is in the prices. What the known state cannot tell is not shown.
/// </summary>
internal sealed class PoolLadder
{
    private const int Million = 1_000_000;
    private readonly PoolGrid grid;
    private readonly bool baseIsToken0;
    private readonly int levels;
    private readonly int band;

    /// <param name="grid">The instrument's grid.</param>
    /// <param name="baseIsToken0">Which of the pool's tokens is the base.</param>
    /// <param name="levels">Most levels a side.</param>
    /// <param name="bandBasisPoints">How far from the pool's price the furthest level is.</param>
    public PoolLadder(PoolGrid grid, bool baseIsToken0, int levels, int bandBasisPoints)
    {
        this.grid = grid;
        this.baseIsToken0 = baseIsToken0;
        this.levels = levels;
        band = bandBasisPoints;
    }

    /// <summary>Writes both sides of a pool into a book that has begun a snapshot.</summary>
    public void Write(IPool pool, OrderBook book)
    {
        foreach (BookLevel level in Levels(pool, BookSide.Ask))
            book.Set(BookSide.Ask, level.Price, level.Quantity);
        foreach (BookLevel level in Levels(pool, BookSide.Bid))
            book.Set(BookSide.Bid, level.Price, level.Quantity);
    }

    /// <summary>One side, best first; prices rise (asks) or fall (bids) from level to level.</summary>
    public List<BookLevel> Levels(IPool pool, BookSide side)
    {
        List<BookLevel> found = [];
        bool isAsk = side == BookSide.Ask;
        (BigInteger lots, BigInteger value) = (BigInteger.Zero, BigInteger.Zero);
        for (int i = 1; i <= levels; i++)
        {
            if (Point(pool, isAsk, i) is not { } point)
                break;
            if (point.Lots <= lots)
                continue;
            BigInteger ticks = grid.Ticks(point.Value - value, point.Lots - lots, up: isAsk);
            if (ticks.IsZero || ticks > long.MaxValue || point.Lots > long.MaxValue)
                break;
            Add(found, (long)ticks, (long)(point.Lots - lots), isAsk);
            (lots, value) = point;
        }

        return found;
    }

    /// <summary>What a quantity costs (asks) or brings (bids), in units of the quote token, exactly; null when that is not known or not to be had.</summary>
    public BigInteger? Value(IPool pool, BookSide side, QuantityLots quantity)
    {
        BigInteger units = grid.BaseUnits(quantity);
        try
        {
            return side == BookSide.Ask ? pool.AmountIn(!baseIsToken0, units) : pool.AmountOut(baseIsToken0, units);
        }
        catch (Exception fault) when (fault is PoolRevertException or PoolRangeException)
        {
            return null;
        }
    }

    /// <summary>The curve where the price has moved by the square of a step's share of the band: points are dense where most is traded.</summary>
    private (BigInteger Lots, BigInteger Value)? Point(IPool pool, bool isAsk, int step)
    {
        // Half of a price's move is that of its square root; asks lift the base token's price, which is token 1 for token 0 when base is 0.
        BigInteger move = (BigInteger)band * 50 * step * step / (levels * levels);
        bool zeroForOne = isAsk != baseIsToken0;
        BigInteger limit = zeroForOne
            ? pool.SqrtPriceX96 * Million / (Million + move)
            : pool.SqrtPriceX96 * (Million + move) / Million;
        limit = BigInteger.Clamp(limit, TickMath.MinimumSqrtRatio + 1, TickMath.MaximumSqrtRatio - 1);
        try
        {
            (BigInteger paid, BigInteger taken) = pool.Until(zeroForOne, limit);
            BigInteger lots = grid.WholeLots(isAsk ? taken : paid);
            if (lots.IsZero)
                return (lots, BigInteger.Zero);
            return lots <= long.MaxValue && Value(pool, isAsk ? BookSide.Ask : BookSide.Bid, new QuantityLots((long)lots)) is { } value ? (lots, value) : null;
        }
        catch (Exception fault) when (fault is PoolRevertException or PoolRangeException)
        {
            // Beyond the ticks that were read, or the end of the pool.
            return null;
        }
    }

    /// <summary>Adds a level; one that rounding left no dearer than the last joins it, at the price that is worse for us.</summary>
    private static void Add(List<BookLevel> found, long ticks, long lots, bool isAsk)
    {
        if (found.Count > 0)
        {
            BookLevel last = found[^1];
            if (isAsk ? ticks <= last.Price.Value : ticks >= last.Price.Value)
            {
                found[^1] = new BookLevel(last.Price, new QuantityLots(last.Quantity.Value + lots));
                return;
            }
        }

        found.Add(new BookLevel(new PriceTicks(ticks), new QuantityLots(lots)));
    }
}
