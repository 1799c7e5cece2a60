using System.Numerics;
using System.Text.Json;
using MarginRouter.Venues.Amm.Chain;
using MarginRouter.Venues.Amm.Pools;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Amm.Market;

/// <summary>
/// What the logs of a block do to a pool's state (Uniswap v2-core and v3-core, events; PancakeSwap's Swap has two more figures behind the same
/// five). States follow from the logs alone; where a log contradicts the state, the state was wrong and is read anew.
/// </summary>
internal static class PoolEvents
{
    /// <summary>Sync of a constant-product pool.</summary>
    public static readonly string Sync = Abi.Topic("Sync(uint112,uint112)");

    /// <summary>Swap of a constant-product pool.</summary>
    public static readonly string SwapV2 = Abi.Topic("Swap(address,uint256,uint256,uint256,uint256,address)");

    /// <summary>Swap of a concentrated pool.</summary>
    public static readonly string SwapV3 = Abi.Topic("Swap(address,address,int256,int256,uint160,uint128,int24)");

    /// <summary>Swap of a concentrated pool of PancakeSwap.</summary>
    public static readonly string SwapPancake = Abi.Topic("Swap(address,address,int256,int256,uint160,uint128,int24,uint128,uint128)");

    /// <summary>A position grew.</summary>
    public static readonly string Mint = Abi.Topic("Mint(address,address,int24,int24,uint128,uint256,uint256)");

    /// <summary>A position shrank.</summary>
    public static readonly string Burn = Abi.Topic("Burn(address,int24,int24,uint128,uint256,uint256)");

    /// <summary>The pool after a log; the same when the log says nothing of it. Throws <see cref="VenueProtocolException"/> for a contradiction.</summary>
    public static IPool Apply(IPool pool, JsonElement log)
    {
        string[] topics = [.. JsonFigure.List(log, "topics").Select(topic => topic.GetString() ?? "")];
        string topic = topics.Length == 0 ? "" : topics[0];
        byte[] data = Hex.Bytes(JsonFigure.Text(log, "data"));
        return pool switch
        {
            ConstantProductPool product when topic == Sync =>
                product with { Reserve0 = Abi.Unsigned(data, 0), Reserve1 = Abi.Unsigned(data, 1) },
            ConcentratedPool concentrated when topic == SwapV3 || topic == SwapPancake => Swapped(concentrated, data),
            ConcentratedPool concentrated when topic == Mint => Moved(concentrated, topics, Abi.Unsigned(data, 1)),
            ConcentratedPool concentrated when topic == Burn => Moved(concentrated, topics, -Abi.Unsigned(data, 0)),
            _ => pool,
        };
    }

    /// <summary>Token 0 and token 1 into the pool by a swap's log; negative out of it.</summary>
    public static (BigInteger Amount0, BigInteger Amount1) SwapAmounts(AmmPoolKind kind, byte[] data) => kind switch
    {
        AmmPoolKind.ConstantProduct => (Abi.Unsigned(data, 0) - Abi.Unsigned(data, 2), Abi.Unsigned(data, 1) - Abi.Unsigned(data, 3)),
        AmmPoolKind.Concentrated => (Abi.Signed(data, 0), Abi.Signed(data, 1)),
    };

    /// <summary>True for the log of a swap in a pool of a kind.</summary>
    public static bool IsSwap(AmmPoolKind kind, string topic) => kind switch
    {
        AmmPoolKind.ConstantProduct => topic == SwapV2,
        AmmPoolKind.Concentrated => topic == SwapV3 || topic == SwapPancake,
    };

    private static ConcentratedPool Swapped(ConcentratedPool pool, byte[] data)
    {
        PoolPrice stated = new(Abi.Unsigned(data, 2), Abi.Small(data, 4), Abi.Unsigned(data, 3));
        BigInteger liquidity = pool.Price.Liquidity;
        try
        {
            liquidity = Crossed(pool, stated);
        }
        catch (PoolRangeException)
        {
            // It left the ticks that were read: they are read again around the new price, and nothing is checked by the old ones.
            throw new VenueProtocolException("the price left the ticks that were read");
        }

        return liquidity == stated.Liquidity
            ? new ConcentratedPool(stated, pool.Ticks, pool.FeePips)
            : throw new VenueProtocolException($"a swap leaves liquidity of {stated.Liquidity}, by the ticks that were read it is {liquidity}");
    }

    /// <summary>Liquidity in range after the price has gone through the ticks between the pool's and the stated one.</summary>
    private static BigInteger Crossed(ConcentratedPool pool, PoolPrice stated)
    {
        bool downwards = stated.SqrtPriceX96 < pool.SqrtPriceX96;
        BigInteger liquidity = pool.Price.Liquidity;
        int tick = pool.Price.Tick;
        while (downwards ? tick > stated.Tick : tick < stated.Tick)
        {
            (int next, bool isInitialised) = pool.Ticks.Next(tick, downwards);
            if (downwards ? next <= stated.Tick : next > stated.Tick)
                break;
            if (isInitialised)
                liquidity += downwards ? -pool.Ticks.NetAt(next) : pool.Ticks.NetAt(next);
            tick = downwards ? next - 1 : next;
        }

        return liquidity;
    }

    private static ConcentratedPool Moved(ConcentratedPool pool, string[] topics, BigInteger liquidity)
    {
        if (topics.Length < 4)
            throw new VenueProtocolException("a change of a position without its ticks");
        int lower = Abi.Small(Hex.Bytes(topics[2]), 0);
        int upper = Abi.Small(Hex.Bytes(topics[3]), 0);
        if (liquidity.IsZero)
            return pool;
        TickMap ticks = pool.Ticks.Copy();
        try
        {
            ticks.Add(lower, upper, liquidity);
        }
        catch (PoolRangeException fault)
        {
            throw new VenueProtocolException(fault.Message, fault);
        }

        bool isInRange = lower <= pool.Price.Tick && pool.Price.Tick < upper;
        PoolPrice price = isInRange ? pool.Price with { Liquidity = pool.Price.Liquidity + liquidity } : pool.Price;
        return new ConcentratedPool(price, ticks, pool.FeePips);
    }
}
