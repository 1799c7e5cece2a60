using System.Collections.Immutable;
using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>
/// A Uniswap v3 pool, its formulas written as fractions that are rounded once: nested roundings of the same direction are one. A step ends at the
/// latest at the end of a word of 256 ticks, as in the contract, because every step rounds.
/// </summary>
internal sealed record TickPool(string Address, string Token0, string Token1, int FeePips, int Spacing) : EthereumPool(Address, Token0, Token1)
{
    private const int Million = 1_000_000;
    private static readonly BigInteger Unit = BigInteger.One << 96;

    /// <summary>Square-root price with 96 fractional bits.</summary>
    public required BigInteger Price { get; init; }

    /// <summary>Its tick.</summary>
    public required int Tick { get; init; }

    /// <summary>Liquidity in range.</summary>
    public BigInteger Liquidity { get; init; }

    /// <summary>Gross and net liquidity by tick.</summary>
    public ImmutableSortedDictionary<int, (BigInteger Gross, BigInteger Net)> Ticks { get; init; } =
        ImmutableSortedDictionary<int, (BigInteger, BigInteger)>.Empty;

    /// <summary>The pool with a position added, or with liquidity taken out of one.</summary>
    public TickPool Position(int lower, int upper, BigInteger liquidity) => this with
    {
        Ticks = Change(Change(Ticks, lower, liquidity, liquidity), upper, liquidity, -liquidity),
        Liquidity = lower <= Tick && Tick < upper ? Liquidity + liquidity : Liquidity,
    };

    /// <inheritdoc />
    public override PoolTrade Swap(bool zeroForOne, bool isExactIn, BigInteger amount)
    {
        BigInteger end = zeroForOne ? TickRatios.At(-TickRatios.Limit) + 1 : TickRatios.At(TickRatios.Limit) - 1;
        TickPool pool = this;
        (BigInteger left, BigInteger paid, BigInteger taken) = (amount, BigInteger.Zero, BigInteger.Zero);
        while (left.Sign > 0 && pool.Price != end)
        {
            (int next, bool isSet) = pool.Next(zeroForOne);
            BigInteger border = TickRatios.At(next);
            BigInteger target = zeroForOne ? BigInteger.Max(border, end) : BigInteger.Min(border, end);
            BigInteger reached = pool.Reach(target, left, isExactIn, zeroForOne);
            BigInteger stepIn = pool.Between(reached, zeroForOne, up: true);
            BigInteger stepOut = pool.Between(reached, !zeroForOne, up: false);
            if (!isExactIn)
                stepOut = BigInteger.Min(stepOut, left);
            BigInteger fee = isExactIn && reached != target ? left - stepIn : Ceiling(stepIn * FeePips, Million - FeePips);
            paid += stepIn + fee;
            taken += stepOut;
            left -= isExactIn ? stepIn + fee : stepOut;
            pool = pool.MoveTo(reached, border, next, isSet, zeroForOne);
        }

        return new PoolTrade(zeroForOne, paid, taken, pool);
    }

    /// <inheritdoc />
    public override IEnumerable<EthereumLog> Logs(PoolTrade trade, string sender, string recipient)
    {
        TickPool after = (TickPool)trade.After;
        (BigInteger amount0, BigInteger amount1) = trade.ZeroForOne ? (trade.Paid, -trade.Taken) : (-trade.Taken, trade.Paid);
        yield return EthereumLog.Of(
            Address,
            "Swap(address,address,int256,int256,uint160,uint128,int24)",
            [EvmWords.OfAddress(sender), EvmWords.OfAddress(recipient)],
            amount0, amount1, after.Price, after.Liquidity, after.Tick);
    }

    /// <inheritdoc />
    public override byte[]? View(string selector, byte[] arguments)
    {
        if (selector == EvmWords.Selector("slot0()"))
            return EvmWords.Pack(Price, Tick, 0, 1, 1, 0, 1);
        if (selector == EvmWords.Selector("liquidity()"))
            return EvmWords.Pack(Liquidity);
        if (selector == EvmWords.Selector("fee()"))
            return EvmWords.Pack(FeePips);
        if (selector == EvmWords.Selector("tickSpacing()"))
            return EvmWords.Pack(Spacing);
        if (selector == EvmWords.Selector("tickBitmap(int16)"))
            return EvmWords.Pack(Word((int)EvmWords.SignedAt(arguments, 0)));
        if (selector == EvmWords.Selector("ticks(int24)"))
        {
            (BigInteger gross, BigInteger net) = Ticks.GetValueOrDefault((int)EvmWords.SignedAt(arguments, 0));
            return EvmWords.Pack(gross, net, 0, 0, 0, 0, 0, gross.IsZero ? 0 : 1);
        }

        return ViewTokens(selector);
    }

    private static BigInteger Ceiling(BigInteger numerator, BigInteger denominator) => (numerator + denominator - 1) / denominator;

    private static ImmutableSortedDictionary<int, (BigInteger Gross, BigInteger Net)> Change(
        ImmutableSortedDictionary<int, (BigInteger Gross, BigInteger Net)> ticks, int tick, BigInteger gross, BigInteger net)
    {
        (BigInteger oldGross, BigInteger oldNet) = ticks.GetValueOrDefault(tick);
        if (oldGross + gross < 0)
            throw new EvmRevertException("LS");
        return (oldGross + gross).IsZero ? ticks.Remove(tick) : ticks.SetItem(tick, (oldGross + gross, oldNet + net));
    }

    /// <summary>Where the price comes to with what is left.</summary>
    private BigInteger Reach(BigInteger target, BigInteger left, bool isExactIn, bool zeroForOne)
    {
        if (isExactIn)
        {
            BigInteger net = left * (Million - FeePips) / Million;
            if (net >= Between(target, zeroForOne, up: true))
                return target;
            return zeroForOne
                ? Ceiling(Liquidity * Unit * Price, (Liquidity * Unit) + (net * Price))
                : Price + (net * Unit / Liquidity);
        }

        if (left >= Between(target, !zeroForOne, up: false))
            return target;
        return zeroForOne
            ? Price - Ceiling(left * Unit, Liquidity)
            : Ceiling(Liquidity * Unit * Price, (Liquidity * Unit) - (left * Price));
    }

    /// <summary>Token 0 or token 1 between the present price and another one.</summary>
    private BigInteger Between(BigInteger other, bool isToken0, bool up)
    {
        BigInteger distance = BigInteger.Abs(other - Price);
        (BigInteger numerator, BigInteger denominator) = isToken0
            ? (Liquidity * Unit * distance, other * Price)
            : (Liquidity * distance, Unit);
        return up ? Ceiling(numerator, denominator) : numerator / denominator;
    }

    private TickPool MoveTo(BigInteger reached, BigInteger border, int next, bool isSet, bool zeroForOne)
    {
        if (reached != border)
            return reached == Price ? this : this with { Price = reached, Tick = TickRatios.Below(reached) };
        BigInteger net = isSet ? Ticks[next].Net : BigInteger.Zero;
        return this with
        {
            Price = reached,
            Tick = zeroForOne ? next - 1 : next,
            Liquidity = Liquidity + (zeroForOne ? -net : net),
        };
    }

    private (int Tick, bool IsSet) Next(bool zeroForOne)
    {
        int place = (int)Math.Floor((decimal)Tick / Spacing) + (zeroForOne ? 0 : 1);
        int first = place >> 8 << 8;
        int found = zeroForOne
            ? Ticks.Keys.Where(tick => tick / Spacing <= place && tick / Spacing >= first).DefaultIfEmpty(first * Spacing).Max()
            : Ticks.Keys.Where(tick => tick / Spacing >= place && tick / Spacing <= first + 255).DefaultIfEmpty((first + 255) * Spacing).Min();
        return (Math.Clamp(found, -TickRatios.Limit, TickRatios.Limit), Ticks.ContainsKey(found));
    }

    private BigInteger Word(int place) => Ticks.Keys
        .Select(tick => tick / Spacing)
        .Where(index => index >> 8 == place)
        .Aggregate(BigInteger.Zero, (word, index) => word | (BigInteger.One << (index & 255)));
}
