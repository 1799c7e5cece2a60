using System.Globalization;
using System.Numerics;
using System.Text.Json;
using MarginRouter.Simulation.Ethereum;
using MarginRouter.Testing;

namespace MarginRouter.Simulation.Tests.Ethereum;

/// <summary>The simulated chain's own arithmetic against the contracts' published cases.</summary>
public sealed class SimulatedPoolTests
{
    private const string Zero = "0x00000000000000000000000000000000000000a0";
    private const string One = "0x00000000000000000000000000000000000000b0";

    [SharedDataFact]
    public void TickPool_OfTheContractsOwnSwaps_GivesTheirAmountsAndPrice()
    {
        int judged = 0;
        foreach (JsonElement test in Read("uniswap_v3_pool_swaps_golden.json"))
        {
            JsonElement swap = test.GetProperty("swap");
            bool zeroForOne = swap.GetProperty("zeroForOne").GetBoolean();

            // The router's calls run to the end of the pool: cases with a nearer limit are the contract's alone.
            BigInteger limit = Number(swap, "sqrtPriceLimitX96");
            if (test.TryGetProperty("error", out _) || limit != (zeroForOne ? TickRatios.At(-TickRatios.Limit) + 1 : TickRatios.At(TickRatios.Limit) - 1))
                continue;
            BigInteger price = Number(test.GetProperty("before"), "sqrtPriceX96");
            TickPool pool = new("0x", Zero, One, test.GetProperty("fee").GetInt32(), test.GetProperty("tickSpacing").GetInt32())
            {
                Price = price,
                Tick = test.GetProperty("before").GetProperty("tick").GetInt32(),
            };
            foreach (JsonElement position in test.GetProperty("positions").EnumerateArray())
                pool = pool.Position(position.GetProperty("tickLower").GetInt32(), position.GetProperty("tickUpper").GetInt32(), Number(position, "liquidity"));
            BigInteger amount = Number(swap, "amountSpecified");
            PoolTrade trade = pool.Swap(zeroForOne, amount.Sign > 0, BigInteger.Abs(amount));
            JsonElement after = test.GetProperty("after");
            Assert.Equal((Number(after, zeroForOne ? "amount0" : "amount1"), -Number(after, zeroForOne ? "amount1" : "amount0")), (trade.Paid, trade.Taken));
            Assert.Equal(Number(after, "sqrtPriceX96"), ((TickPool)trade.After).Price);
            Assert.Equal(after.GetProperty("tick").GetInt32(), ((TickPool)trade.After).Tick);
            judged++;
        }

        Assert.True(judged >= 80, $"only {judged} cases");
    }

    [SharedDataFact]
    public void TickRatios_OfTheContractsOwnCases_AreExact()
    {
        JsonElement golden = JsonElement.Parse(File.ReadAllText(SharedData.PathOf("data/amm/uniswap_v3_math_golden.json")));
        foreach (JsonElement test in golden.GetProperty("tickMath").EnumerateArray())
            Assert.Equal(Number(test, "sqrtRatioX96"), TickRatios.At(test.GetProperty("tick").GetInt32()));
    }

    [SharedDataFact]
    public void ReservePool_OfTheContractsOwnCases_GivesTheirAmounts()
    {
        JsonElement golden = JsonElement.Parse(File.ReadAllText(SharedData.PathOf("data/amm/uniswap_v2_golden.json")));
        foreach (JsonElement test in golden.GetProperty("getAmountOut").EnumerateArray())
        {
            ReservePool pool = new("0x", Zero, One, Number(test, "reserveIn"), Number(test, "reserveOut"), 3);
            Assert.Equal(Number(test, "amountOut"), pool.Swap(true, true, Number(test, "amountIn")).Taken);
        }

        foreach (JsonElement test in golden.GetProperty("getAmountIn").EnumerateArray())
        {
            ReservePool pool = new("0x", Zero, One, Number(test, "reserveIn"), Number(test, "reserveOut"), 3);
            Assert.Equal(Number(test, "amountIn"), pool.Swap(true, false, Number(test, "amountOut")).Paid);
        }
    }

    [Fact]
    public void Recovery_OfTheTransactionOfEip155_FindsItsSigner()
    {
        // EIP-155's example: key 0x46...46, signing hash daf5a779..., v 37.
        byte[] hash = Convert.FromHexString("daf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53");
        BigInteger r = BigInteger.Parse("18515461264373351373200002665853028612451056578545711640558177340181847433846", CultureInfo.InvariantCulture);
        BigInteger s = BigInteger.Parse("46948507304638947509940763649030358759909902576025900602547168820602576006531", CultureInfo.InvariantCulture);
        Assert.Equal("0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f", SignatureRecovery.Address(hash, r, s, isOdd: false));
        Assert.NotEqual("0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f", SignatureRecovery.Address(hash, r, s, isOdd: true));
        BigInteger key = BigInteger.Parse("0" + string.Concat(Enumerable.Repeat("46", 32)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        Assert.Equal("0x9d8a62f656a8d1615c1294fd71e9cfb3e4855a4f", SignatureRecovery.AddressOf(key));
    }

    private static JsonElement.ArrayEnumerator Read(string file) =>
        JsonElement.Parse(File.ReadAllText(SharedData.PathOf($"data/amm/{file}"))).EnumerateArray();

    private static BigInteger Number(JsonElement element, string name) => BigInteger.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
