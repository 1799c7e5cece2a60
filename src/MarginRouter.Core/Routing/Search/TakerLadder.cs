using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Routing.Search;

/// <summary>
/// The levels of one instrument as the parent would take them, priced in the pricing asset with the taker fee. Levels are read only
/// when they are asked for, and how far they were read is remembered: what nobody read cannot have changed the decision, so the
/// recorded slice may leave it out.
/// </summary>
internal sealed class TakerLadder
{
    // No price has more ticks; beyond it a limit is no limit, and its product may not fit into a decimal.
    private const long MostTicks = long.MaxValue / 4;

    // Beyond this a double no longer holds every whole number.
    private const long MostExactTicks = 1L << 52;

    private readonly LadderBuffer through = new();
    private ImmutableArray<BookLevel> levels;
    private RouteBook? summed;
    private int sums;
    private (long Lots, decimal Cost)? costed;
    private (PriceTicks Price, long Lots) least;
    private (decimal? Price, decimal? Marginal, long? Ticks)? ended;
    private int sign;
    private decimal? worstPrice;
    private decimal fillRatio;
    private double keyPerTick;
    private decimal? mostMarginal;
    private long? worstTicks;
    private bool isEndKnown;
    private long displayed;
    private int loaded;

    public TakerLadder(InstrumentScale scale) => Scale = scale;

    /// <summary>Begins a decision.</summary>
    /// <param name="book">Its book on the side that is taken.</param>
    /// <param name="side">The parent's side.</param>
    /// <param name="scale">The instrument, and how its grid maps to the product's.</param>
    /// <param name="worst">Worst price in the pricing asset, fee not included; null for none.</param>
    public void Open(RouteBook book, Side side, InstrumentScale scale, decimal? worst)
    {
        if (sign != side.Sign() || scale.PricePerTick != Scale.PricePerTick || keyPerTick == 0d)
        {
            sign = side.Sign();
            CostPerTick = sign * scale.PricePerTick * (1m + (sign * scale.Instrument.Fees.TakerRate));
            keyPerTick = (double)CostPerTick;
            ended = null;
            summed = null;
        }

        if (!ReferenceEquals(summed, book))
        {
            sums = 0;
            displayed = 0;
            costed = null;
        }

        Scale = scale;
        levels = book.Levels;
        summed = book;
        fillRatio = book.FillRatio;
        worstPrice = worst;
        mostMarginal = null;
        Quote = null;
        loaded = 0;
        LevelsRead = 0;
        isEndKnown = false;
    }

    public Instrument Instrument => Scale.Instrument;

    /// <summary>The firm quote that is its one level: one child takes it, no smaller than it allows. Null for a book.</summary>
    public FirmQuote? Quote { get; set; }

    public InstrumentScale Scale { get; private set; }

    /// <summary>Product lots in one lot of the instrument.</summary>
    public long ProductLots => Scale.ProductLotsPerLot;

    /// <summary>Price of the first level, which there must be.</summary>
    public PriceTicks BestPrice => levels[0].Price;

    /// <summary>The ladder ends before a level whose all-in cost of a base unit is above this; null for no such end.</summary>
    public decimal? MostMarginal
    {
        get => mostMarginal;
        set
        {
            if (mostMarginal is null && value is null)
                return;
            mostMarginal = value;
            isEndKnown = false;
        }
    }

    /// <summary>How many levels somebody looked at.</summary>
    public int LevelsRead { get; private set; }

    /// <summary>All-in cost of one tick per base unit; negative for a sell, so that lower is better on both sides.</summary>
    private decimal CostPerTick { get; set; }

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
    public decimal MarginalCost(int level) => levels[level].Price.Value * CostPerTick;

    /// <summary>The same, rounded to a double.</summary>
    public double MarginalKey(int level) => levels[level].Price.Value * keyPerTick;

    /// <summary>Lots down to and including a level that exists.</summary>
    public long Through(int level) => through.Lots[level];

    /// <summary>The level in which this many lots end; there must be that many.</summary>
    public int LevelOf(long lots)
    {
        int low = 0;
        int high = loaded - 1;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (through.Lots[middle] >= lots)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }

    /// <summary>Counts so many levels as looked at.</summary>
    public void NoteRead(int count) => LevelsRead = Math.Max(LevelsRead, Math.Min(count, levels.Length));

    /// <summary>Lots on all levels that were read.</summary>
    public long Shown => loaded == 0 ? 0 : through.Lots[loaded - 1];

    /// <summary>True when the ladder holds this many lots.</summary>
    public bool Holds(long lots)
    {
        while (loaded == 0 || through.Lots[loaded - 1] < lots)
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
        return (decimal)(through.Money[level] - ((Int128)(through.Lots[level] - lots) * levels[level].Price.Value));
    }

    /// <summary>All-in cost of the best lots in the pricing asset; negative for a sell.</summary>
    public decimal AllInCost(long lots)
    {
        // Split, bound and sweep ask about the same lots, and a parent decided again on a tick elsewhere asks once more.
        if (costed is not { } known || known.Lots != lots)
            costed = known = (lots, Money(lots) * CostPerTick * Instrument.BasePerLot);
        return known.Cost;
    }

    /// <summary>The smallest child at the price of a level that exists.</summary>
    public long LeastOrder(int level)
    {
        if (Quote is { } quote)
            return quote.MinimumQuantity.Value;
        PriceTicks price = levels[level].Price;
        if (least.Lots == 0 || least.Price != price)
            least = (price, Instrument.LeastOrder(price).Value);
        return least.Lots;
    }

    private bool TryLoad()
    {
        if (loaded >= levels.Length)
        {
            LevelsRead = levels.Length;
            return false;
        }

        LevelsRead = Math.Max(LevelsRead, loaded + 1);
        BookLevel level = levels[loaded];
        if (!isEndKnown)
            FindEnd();
        if (worstTicks is { } worst && (sign > 0 ? level.Price.Value > worst : level.Price.Value < worst))
            return false;
        if (loaded < sums)
        {
            loaded++;
            return true;
        }

        if (loaded == through.Lots.Length)
            through.Grow();
        long size = level.Quantity.Value;
        long before = loaded == 0 ? 0 : through.Lots[loaded - 1];
        if (fillRatio < 1m)
        {
            // Rounded over all levels together, so that many small ones do not vanish.
            displayed += size;
            size = (long)(displayed * fillRatio) - before;
        }

        through.Lots[loaded] = before + size;
        through.Money[loaded] = (loaded == 0 ? 0 : through.Money[loaded - 1]) + ((Int128)level.Price.Value * size);
        loaded++;
        sums = loaded;
        return true;
    }

    /// <summary>Where the ladder ends is worked out when the first level is read, once for a pair of limits.</summary>
    private void FindEnd()
    {
        isEndKnown = true;
        if (ended is not { } known || known.Price != worstPrice || known.Marginal != mostMarginal)
            ended = known = (worstPrice, mostMarginal, FindWorstTicks());
        worstTicks = known.Ticks;
    }

    /// <summary>The last price on the grid that both the limit price and the dearest unit allow; null when neither is set.</summary>
    private long? FindWorstTicks()
    {
        long? atLimit = worstPrice is { } worst ? NearestTicks(worst, Scale.PricePerTick) : null;
        long? atMarginal = mostMarginal is { } most ? NearestTicks(most, CostPerTick) : null;
        long? nearer = atLimit is null || (atMarginal is not null && (sign > 0 ? atMarginal < atLimit : atMarginal > atLimit)) ? atMarginal : atLimit;
        if (nearer is not { } ticks || Math.Abs(ticks) > MostTicks)
            return nearer;

        // The division rounds; what it says is settled by the products that the limits are stated in.
        while (IsBeyond(ticks))
            ticks -= sign;
        while (!IsBeyond(ticks + sign))
            ticks += sign;
        return ticks;
    }

    private static long NearestTicks(decimal price, decimal perTick)
    {
        double ticks = (double)price / (double)perTick;
        if (Math.Abs(ticks) > MostTicks)
            return ticks > 0d ? long.MaxValue : -long.MaxValue;
        return Math.Abs(ticks) > MostExactTicks ? (long)decimal.Round(price / perTick) : (long)Math.Round(ticks);
    }

    private bool IsBeyond(long ticks) =>
        (worstPrice is { } worst && sign * ((ticks * Scale.PricePerTick) - worst) > 0) || ticks * CostPerTick > mostMarginal;
}
