using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// The levels of one instrument as the parent would take them, priced in the pricing asset with the taker fee. Levels are read only
/// when they are asked for, and how far they were read is remembered: what nobody read cannot have changed the decision, so the
/// recorded slice may leave it out.
/// </summary>
internal sealed class TakerLadder
{
    private readonly ImmutableArray<BookLevel> levels;
    private readonly int sign;
    private readonly decimal? worstPrice;
    private long[] throughLots = new long[16];
    private decimal[] throughMoney = new decimal[16];
    private decimal[] marginalCost = new decimal[16];
    private readonly decimal fillRatio;
    private long displayed;
    private int loaded;

    /// <param name="instrument">The instrument.</param>
    /// <param name="book">Its book on the side that is taken.</param>
    /// <param name="side">The parent's side.</param>
    /// <param name="scale">How the instrument's grid maps to the product's.</param>
    /// <param name="worstPrice">Worst price in the pricing asset, fee not included; null for none.</param>
    public TakerLadder(Instrument instrument, RouteBook book, Side side, InstrumentScale scale, decimal? worstPrice)
    {
        Instrument = instrument;
        Scale = scale;
        levels = book.Levels;
        fillRatio = book.FillRatio;
        sign = side.Sign();
        this.worstPrice = worstPrice;
        CostPerTick = sign * scale.PricePerTick * (1m + (sign * instrument.Fees.TakerRate));
    }

    public Instrument Instrument { get; }

    public InstrumentScale Scale { get; }

    /// <summary>Product lots in one lot of the instrument.</summary>
    public long ProductLots => Scale.ProductLotsPerLot;

    /// <summary>Price of the first level, which there must be.</summary>
    public PriceTicks BestPrice => levels[0].Price;

    /// <summary>The ladder ends before a level whose all-in cost of a base unit is above this; null for no such end.</summary>
    public decimal? MostMarginal { get; set; }

    /// <summary>How many levels somebody looked at.</summary>
    public int LevelsRead { get; private set; }

    /// <summary>All-in cost of one tick per base unit; negative for a sell, so that lower is better on both sides.</summary>
    private decimal CostPerTick { get; }

    /// <summary>True when there is a level at this depth that the limit price allows.</summary>
    public bool HasLevel(int level)
    {
        while (loaded <= level)
        {
            if (!TryLoad())
                return false;
        }

        return true;
    }

    /// <summary>True when the ladder goes no further because the next level is beyond the limit price; that level's price in the pricing asset.</summary>
    public bool EndsAtLimit(out decimal nextPrice)
    {
        nextPrice = 0m;
        if (HasLevel(loaded) || loaded >= levels.Length)
            return false;
        nextPrice = levels[loaded].Price.Value * Scale.PricePerTick;
        return worstPrice is { } worst && sign * (nextPrice - worst) > 0;
    }

    /// <summary>True when the ladder goes no further because the next level costs more than a unit may; that cost per base unit.</summary>
    public bool EndsAtMarginal(out decimal nextCost)
    {
        nextCost = 0m;
        if (HasLevel(loaded) || loaded >= levels.Length)
            return false;
        nextCost = levels[loaded].Price.Value * CostPerTick;
        return nextCost > MostMarginal;
    }

    /// <summary>Price of a level that exists.</summary>
    public PriceTicks Price(int level) => levels[level].Price;

    /// <summary>All-in cost of one base unit at a level that exists: lower is better for both sides.</summary>
    public decimal MarginalCost(int level) => marginalCost[level];

    /// <summary>Lots down to and including a level that exists.</summary>
    public long Through(int level) => throughLots[level];

    /// <summary>The level in which this many lots end; there must be that many.</summary>
    public int LevelOf(long lots)
    {
        int low = 0;
        int high = loaded - 1;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (throughLots[middle] >= lots)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    /// <summary>Lots on all levels that were read.</summary>
    public long Shown => loaded == 0 ? 0 : throughLots[loaded - 1];

    /// <summary>True when the ladder holds this many lots.</summary>
    public bool Holds(long lots)
    {
        while (loaded == 0 || throughLots[loaded - 1] < lots)
        {
            if (lots <= 0)
                return true;
            if (!TryLoad())
                return false;
        }

        return true;
    }

    /// <summary>Sum of price times size of the best lots, in ticks times lots.</summary>
    public decimal Money(long lots)
    {
        if (lots == 0)
            return 0m;
        int level = LevelOf(lots);
        return throughMoney[level] - ((throughLots[level] - lots) * (decimal)levels[level].Price.Value);
    }

    /// <summary>All-in cost of the best lots in the pricing asset; negative for a sell.</summary>
    public decimal AllInCost(long lots) => Money(lots) * CostPerTick * Instrument.BasePerLot;

    private bool TryLoad()
    {
        if (loaded >= levels.Length)
        {
            LevelsRead = levels.Length;
            return false;
        }

        LevelsRead = Math.Max(LevelsRead, loaded + 1);
        BookLevel level = levels[loaded];
        decimal price = level.Price.Value * Scale.PricePerTick;
        if ((worstPrice is { } worst && sign * (price - worst) > 0) || level.Price.Value * CostPerTick > MostMarginal)
            return false;
        if (loaded == throughLots.Length)
            Grow();
        long size = level.Quantity.Value;
        if (fillRatio < 1m)
        {
            // Rounded over all levels together, so that many small ones do not vanish.
            displayed += size;
            size = (long)(displayed * fillRatio) - (loaded == 0 ? 0 : throughLots[loaded - 1]);
        }

        decimal money = (decimal)level.Price.Value * size;
        throughLots[loaded] = size + (loaded == 0 ? 0 : throughLots[loaded - 1]);
        throughMoney[loaded] = money + (loaded == 0 ? 0 : throughMoney[loaded - 1]);
        marginalCost[loaded] = level.Price.Value * CostPerTick;
        loaded++;
        return true;
    }

    private void Grow()
    {
        int size = Math.Max(loaded * 2, Math.Min(levels.Length, 64));
        Array.Resize(ref throughLots, size);
        Array.Resize(ref throughMoney, size);
        Array.Resize(ref marginalCost, size);
    }
}
