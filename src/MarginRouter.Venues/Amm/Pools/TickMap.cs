using System.Numerics;

namespace MarginRouter.Venues.Amm.Pools;

/// <summary>
/// The initialised ticks of a pool with what liquidity changes at each, found a word of 256 ticks at a time as the contract does (Uniswap
/// v3-core, TickBitmap). Ticks are known between two words; beyond them nothing is said.
/// </summary>
internal sealed class TickMap(int spacing)
{
    private const int WordSize = 256;
    private readonly Dictionary<int, TickLiquidity> ticks = [];
    private readonly Dictionary<int, BigInteger> words = [];

    /// <summary>Distance between two ticks that may be initialised.</summary>
    public int Spacing => spacing;

    /// <summary>First known word of the bitmap.</summary>
    public int FirstWord { get; init; } = WordOf(TickMath.MinimumTick, spacing);

    /// <summary>Last known word of the bitmap.</summary>
    public int LastWord { get; init; } = WordOf(TickMath.MaximumTick, spacing);

    /// <summary>The word that a tick is in.</summary>
    public static int WordOf(int tick, int spacing) => Floor(tick, spacing) >> 8;

    /// <summary>True when what is at a tick is known.</summary>
    public bool Knows(int tick) => WordOf(tick, spacing) is var word && word >= FirstWord && word <= LastWord;

    /// <summary>States a tick as the chain has it; one without liquidity is not initialised.</summary>
    public void Set(int tick, TickLiquidity liquidity)
    {
        if (liquidity.Gross.IsZero)
            ticks.Remove(tick);
        else
            ticks[tick] = liquidity;
        Mark(tick, !liquidity.Gross.IsZero);
    }

    /// <summary>Adds liquidity between two ticks, or takes it away; ticks that are not known are passed over.</summary>
    public void Add(int lower, int upper, BigInteger liquidity)
    {
        Change(lower, liquidity, liquidity);
        Change(upper, liquidity, -liquidity);
    }

    /// <summary>What liquidity in range changes by when an initialised tick is crossed upwards.</summary>
    public BigInteger NetAt(int tick) => ticks.TryGetValue(tick, out TickLiquidity found) ? found.Net : BigInteger.Zero;

    /// <summary>
    /// The next initialised tick at or below one (or above it), and where the word has none its last tick. Throws
    /// <see cref="PoolRangeException"/> when the word is not known.
    /// </summary>
    public (int Tick, bool IsInitialised) Next(int tick, bool downwards)
    {
        int place = Floor(tick, spacing) + (downwards ? 0 : 1);
        int word = place >> 8;
        int bit = place & (WordSize - 1);
        if (word < FirstWord || word > LastWord)
            throw new PoolRangeException($"ticks of word {word} are not known, only {FirstWord} to {LastWord}");
        BigInteger set = words.GetValueOrDefault(word);
        if (downwards)
        {
            BigInteger below = set & ((BigInteger.One << (bit + 1)) - 1);
            return below.IsZero
                ? ((place - bit) * spacing, false)
                : ((place - bit + (int)below.GetBitLength() - 1) * spacing, true);
        }

        BigInteger above = set >> bit;
        return above.IsZero
            ? ((place + WordSize - 1 - bit) * spacing, false)
            : ((place + (int)BigInteger.TrailingZeroCount(above)) * spacing, true);
    }

    /// <summary>A copy that changes by itself.</summary>
    public TickMap Copy()
    {
        TickMap copy = new(spacing) { FirstWord = FirstWord, LastWord = LastWord };
        foreach ((int tick, TickLiquidity liquidity) in ticks)
            copy.ticks.Add(tick, liquidity);
        foreach ((int word, BigInteger set) in words)
            copy.words.Add(word, set);
        return copy;
    }

    private static int Floor(int tick, int spacing) => tick / spacing - (tick % spacing < 0 ? 1 : 0);

    private void Change(int tick, BigInteger gross, BigInteger net)
    {
        if (!Knows(tick))
            return;
        TickLiquidity held = ticks.GetValueOrDefault(tick);
        TickLiquidity after = new(held.Gross + gross, held.Net + net);
        if (after.Gross.Sign < 0)
            throw new PoolRangeException($"tick {tick} would have less than no liquidity: the map is not the chain's");
        Set(tick, after);
    }

    private void Mark(int tick, bool isInitialised)
    {
        int place = Floor(tick, spacing);
        BigInteger bit = BigInteger.One << (place & (WordSize - 1));
        BigInteger set = words.GetValueOrDefault(place >> 8);
        words[place >> 8] = isInitialised ? set | bit : set & ~bit;
    }
}
