using System.Globalization;
using System.Numerics;
using System.Text.Json;
using MarginRouter.Testing;
using MarginRouter.Venues.Amm.Pools;

namespace MarginRouter.Venues.Tests.Amm;

/// <summary>Every figure of data/amm that a contract or the chain has stated, to the last unit.</summary>
public sealed class PoolGoldenTests
{
    [SharedDataFact]
    public void Swap_OfTheContractsOwnCases_IsExactOrRevertsAsItDoes()
    {
        (int exact, int reverted) = (0, 0);
        foreach (JsonElement test in Read("uniswap_v3_pool_swaps_golden.json"))
        {
            ConcentratedPool pool = Pool(test, test.GetProperty("before"));
            Assert.Equal(Number(test.GetProperty("before"), "liquidity"), pool.Price.Liquidity);
            JsonElement swap = test.GetProperty("swap");
            string name = $"{test.GetProperty("pool")}: {swap.GetProperty("description")}";
            if (test.TryGetProperty("error", out JsonElement error))
            {
                PoolRevertException refused = Assert.Throws<PoolRevertException>(() => Swap(pool, swap));
                Assert.True(refused.Message == error.GetString(), name);
                reverted++;
                continue;
            }

            JsonElement after = test.GetProperty("after");
            SwapResult result = Swap(pool, swap);
            Assert.True(
                (Number(after, "amount0"), Number(after, "amount1")) == (result.Amount0, result.Amount1),
                $"{name}: {result}");
            Assert.Equal(State(after), result.State);
            string growth = swap.GetProperty("zeroForOne").GetBoolean() ? "feeGrowthGlobal0X128" : "feeGrowthGlobal1X128";
            Assert.Equal(Number(after, growth), result.FeeGrowthX128);
            Assert.Equal(after.GetProperty("ticksCrossed").GetInt32(), result.TicksCrossed);
            exact++;
        }

        Assert.Equal((190, 50), (exact, reverted));
    }

    [SharedDataFact]
    public void Swap_OfTheRealOnes_GivesTheAmountsOfTheChain()
    {
        JsonElement[] swaps = [.. Read("uniswap_v3_real_swaps.json")];
        Assert.Equal(2, swaps.Length);
        foreach (JsonElement real in swaps)
        {
            ConcentratedPool pool = Pool(real, real.GetProperty("pre"));
            SwapResult result = Swap(pool, real.GetProperty("swap"));
            JsonElement quote = real.GetProperty("forwardQuote");
            Assert.Equal((Number(quote, "amount0"), Number(quote, "amount1")), (result.Amount0, result.Amount1));
            Assert.Equal(State(quote), result.State);
            JsonElement chain = real.GetProperty("onchainEvent");
            Assert.Equal((Number(chain, "amount0"), Number(chain, "amount1")), (result.Amount0, result.Amount1));

            // The caller had specified more, and the loop ran on through empty ticks to the limit.
            JsonElement specified = real.GetProperty("swap");
            bool zeroForOne = specified.GetProperty("zeroForOne").GetBoolean();
            SwapResult runOn = pool.Swap(zeroForOne, BigInteger.One << 100, Number(specified, "sqrtPriceLimitX96") - (zeroForOne ? 0 : 1));
            Assert.Equal((result.Amount0, result.Amount1), (runOn.Amount0, runOn.Amount1));
            Assert.Equal(BigInteger.Zero, runOn.State.Liquidity);
        }
    }

    [SharedDataFact]
    public void TickMath_OfTheContractsOwnCases_IsExact()
    {
        JsonElement golden = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("data/amm/uniswap_v3_math_golden.json"))).RootElement;
        int cases = 0;
        foreach (JsonElement test in golden.GetProperty("tickMath").EnumerateArray())
        {
            Assert.Equal(Number(test, "sqrtRatioX96"), TickMath.SqrtRatioAt(test.GetProperty("tick").GetInt32()));
            cases++;
        }

        Assert.Equal(32, cases);
        JsonProperty inverse = golden.EnumerateObject().Single(member => member.Name is not "tickMath" and not "computeSwapStep");
        foreach (JsonElement test in inverse.Value.EnumerateArray())
        {
            Assert.Equal(test.GetProperty("tick").GetInt32(), TickMath.TickAt(Number(test, "sqrtRatioX96")));
            cases++;
        }

        Assert.Equal(45, cases);
    }

    [SharedDataFact]
    public void SwapStep_OfTheContractsOwnCases_IsExact()
    {
        JsonElement golden = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("data/amm/uniswap_v3_math_golden.json"))).RootElement;
        JsonElement[] cases = [.. golden.GetProperty("computeSwapStep").EnumerateArray()];
        Assert.Equal(4, cases.Length);
        foreach (JsonElement test in cases)
        {
            SwapStep expected = new(Number(test, "sqrtPriceNextX96"), Number(test, "amountIn"), Number(test, "amountOut"), Number(test, "feeAmount"));
            Assert.Equal(expected, SwapStep.Compute(
                Number(test, "sqrtPriceCurrentX96"),
                Number(test, "sqrtPriceTargetX96"),
                Number(test, "liquidity"),
                Number(test, "amountRemaining"),
                test.GetProperty("feePips").GetInt32()));
        }
    }

    [SharedDataFact]
    public void ConstantProduct_OfTheContractsOwnCases_IsExact()
    {
        JsonElement golden = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("data/amm/uniswap_v2_golden.json"))).RootElement;
        int cases = 0;
        foreach (JsonElement test in golden.GetProperty("getAmountOut").EnumerateArray())
        {
            ConstantProductPool pool = new(Number(test, "reserveIn"), Number(test, "reserveOut"), test.GetProperty("feeBps").GetInt32());
            Assert.Equal(Number(test, "amountOut"), pool.AmountOut(zeroForOne: true, Number(test, "amountIn")));
            ConstantProductPool mirrored = new(pool.Reserve1, pool.Reserve0, pool.FeeBasisPoints);
            Assert.Equal(Number(test, "amountOut"), mirrored.AmountOut(zeroForOne: false, Number(test, "amountIn")));
            cases++;
        }

        foreach (JsonElement test in golden.GetProperty("getAmountIn").EnumerateArray())
        {
            ConstantProductPool pool = new(Number(test, "reserveIn"), Number(test, "reserveOut"), 30);
            Assert.Equal(Number(test, "amountIn"), pool.AmountIn(zeroForOne: true, Number(test, "amountOut")));
            cases++;
        }

        Assert.Equal(10, cases);
    }

    internal static BigInteger Number(JsonElement element, string name) =>
        BigInteger.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private static JsonElement.ArrayEnumerator Read(string file) =>
        JsonDocument.Parse(File.ReadAllText(SharedData.PathOf($"data/amm/{file}"))).RootElement.EnumerateArray();

    private static SwapResult Swap(ConcentratedPool pool, JsonElement swap)
    {
        bool zeroForOne = swap.GetProperty("zeroForOne").GetBoolean();
        BigInteger limit = Number(swap, "sqrtPriceLimitX96");
        return pool.Swap(zeroForOne, Number(swap, "amountSpecified"), limit == TickMath.MaximumSqrtRatio ? limit - 1 : limit);
    }

    private static PoolPrice State(JsonElement after) =>
        new(Number(after, "sqrtPriceX96"), after.GetProperty("tick").GetInt32(), Number(after, "liquidity"));

    private static ConcentratedPool Pool(JsonElement test, JsonElement before)
    {
        TickMap ticks = new(test.GetProperty("tickSpacing").GetInt32());
        BigInteger price = Number(before, "sqrtPriceX96");
        int tick = TickMath.TickAt(price);
        BigInteger inRange = BigInteger.Zero;
        JsonElement positions = test.TryGetProperty("positions", out JsonElement found) ? found : before.GetProperty("positions");
        foreach (JsonElement position in positions.EnumerateArray())
        {
            (int lower, int upper) = (position.GetProperty("tickLower").GetInt32(), position.GetProperty("tickUpper").GetInt32());
            BigInteger liquidity = Number(position, "liquidity");
            ticks.Add(lower, upper, liquidity);
            if (lower <= tick && tick < upper)
                inRange += liquidity;
        }

        return new ConcentratedPool(new PoolPrice(price, tick, inRange), ticks, test.GetProperty("fee").GetInt32());
    }
}
