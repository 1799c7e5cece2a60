using System.Numerics;
using System.Text.Json;
using MarginRouter.Venues.Amm.Chain;
using MarginRouter.Venues.Amm.Pools;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Amm.Market;

/// <summary>Reads a pool's whole state at a block, and checks that the contract is the configured one.</summary>
internal sealed class PoolReader(EthereumNode node)
{
    private const int WordSize = 256;
    private static readonly byte[] GetReserves = Abi.Selector("getReserves()");
    private static readonly byte[] Slot0 = Abi.Selector("slot0()");
    private static readonly byte[] Liquidity = Abi.Selector("liquidity()");
    private static readonly byte[] TickBitmap = Abi.Selector("tickBitmap(int16)");
    private static readonly byte[] Ticks = Abi.Selector("ticks(int24)");
    private static readonly byte[] Token0 = Abi.Selector("token0()");
    private static readonly byte[] Token1 = Abi.Selector("token1()");
    private static readonly byte[] Fee = Abi.Selector("fee()");
    private static readonly byte[] Spacing = Abi.Selector("tickSpacing()");

    /// <summary>The parameters of eth_call at a block.</summary>
    public static RpcCall Call(string contract, byte[] data, ChainHead head) =>
        new("eth_call", $$"""[{"to":"{{contract}}","data":"{{Hex.Of(data)}}"},"{{Hex.Of(head.Number)}}"]""");

    /// <summary>
    /// Throws <see cref="VenueConfigurationException"/> when the contract's tokens, fee or tick spacing are not the configured ones: what would be
    /// traded then is something else.
    /// </summary>
    public async Task CheckAsync(PoolView pool, ChainHead head, CancellationToken cancellation)
    {
        AmmPoolOptions options = pool.Options;
        (string token0, string token1) = pool.BaseIsToken0
            ? (options.Base.Address, options.Quote.Address)
            : (options.Quote.Address, options.Base.Address);
        List<(byte[] Selector, BigInteger Expected, string What)> questions =
        [
            (Token0, Abi.Address(token0), "token0"), (Token1, Abi.Address(token1), "token1"),
        ];
        if (options.Kind == AmmPoolKind.Concentrated)
            questions.AddRange([(Fee, options.FeePips, "fee"), (Spacing, options.TickSpacing, "tickSpacing")]);
        byte[][] answers = await AskAsync([.. questions.Select(question => Call(options.Address, question.Selector, head))], cancellation).ConfigureAwait(false);
        for (int i = 0; i < answers.Length; i++)
        {
            BigInteger stated = Abi.Unsigned(answers[i], 0);
            if (stated != questions[i].Expected)
            {
                throw new VenueConfigurationException(
                    $"{options.Instrument.Symbol}: {questions[i].What} of {options.Address} is {Hex.Of(stated)}, configured is {Hex.Of(questions[i].Expected)}");
            }
        }
    }

    /// <summary>The state at a block.</summary>
    public async Task<IPool> ReadAsync(PoolView pool, ChainHead head, CancellationToken cancellation) => pool.Options.Kind switch
    {
        AmmPoolKind.ConstantProduct => await ReadReservesAsync(pool.Options, head, cancellation).ConfigureAwait(false),
        AmmPoolKind.Concentrated => await ReadTicksAsync(pool.Options, head, cancellation).ConfigureAwait(false),
    };

    private async Task<IPool> ReadReservesAsync(AmmPoolOptions options, ChainHead head, CancellationToken cancellation)
    {
        byte[][] answers = await AskAsync([Call(options.Address, GetReserves, head)], cancellation).ConfigureAwait(false);
        return new ConstantProductPool(Abi.Unsigned(answers[0], 0), Abi.Unsigned(answers[0], 1), options.FeePips / 100);
    }

    private async Task<IPool> ReadTicksAsync(AmmPoolOptions options, ChainHead head, CancellationToken cancellation)
    {
        byte[][] answers = await AskAsync(
            [Call(options.Address, Slot0, head), Call(options.Address, Liquidity, head)], cancellation).ConfigureAwait(false);
        PoolPrice price = new(Abi.Unsigned(answers[0], 0), Abi.Small(answers[0], 1), Abi.Unsigned(answers[1], 0));
        int middle = TickMap.WordOf(price.Tick, options.TickSpacing);
        int first = Math.Max(middle - options.TickWords, TickMap.WordOf(TickMath.MinimumTick, options.TickSpacing));
        int last = Math.Min(middle + options.TickWords, TickMap.WordOf(TickMath.MaximumTick, options.TickSpacing));
        TickMap map = new(options.TickSpacing) { FirstWord = first, LastWord = last };
        byte[][] words = await AskAsync(
            [.. Enumerable.Range(first, last - first + 1).Select(word => Call(options.Address, Abi.Call(TickBitmap, word), head))],
            cancellation).ConfigureAwait(false);
        int[] ticks = [.. words.SelectMany((word, place) => Initialised(Abi.Unsigned(word, 0), first + place, options.TickSpacing))];
        byte[][] states = await AskAsync(
            [.. ticks.Select(tick => Call(options.Address, Abi.Call(Ticks, tick), head))], cancellation).ConfigureAwait(false);
        for (int i = 0; i < ticks.Length; i++)
            map.Set(ticks[i], new TickLiquidity(Abi.Unsigned(states[i], 0), Abi.Signed(states[i], 1)));
        return new ConcentratedPool(price, map, options.FeePips);
    }

    private static IEnumerable<int> Initialised(BigInteger word, int place, int spacing)
    {
        for (int bit = 0; bit < WordSize; bit++)
        {
            if (!((word >> bit) & 1).IsZero)
                yield return ((place * WordSize) + bit) * spacing;
        }
    }

    private async Task<byte[][]> AskAsync(IReadOnlyList<RpcCall> calls, CancellationToken cancellation)
    {
        JsonElement[] answers = await node.AskAllAsync(calls, cancellation).ConfigureAwait(false);
        return [.. answers.Select(answer => Hex.Bytes(answer.GetString()))];
    }
}
