using System.Globalization;
using System.Numerics;
using System.Text;
using MarginRouter.Venues.Amm.Pools;
using Xunit.Abstractions;

namespace MarginRouter.Venues.Tests.Amm;

/// <summary>Swaps on random pools, by us and by Uniswap's SDK (tests/interop/ammsdk): the same amounts, price, tick and liquidity.</summary>
public sealed class AmmSdkComparisonTests(ITestOutputHelper output)
{
    private const int Seed = 20261122;
    private const int Pools = 300;
    private const int SwapsPerPool = 10;

    [AmmSdkFact]
    public async Task Swap_OnRandomPools_IsThatOfTheSdk()
    {
        Random random = new(Seed);
        StringBuilder questions = new();
        List<string> ours = [];
        for (int i = 0; i < Pools; i++)
        {
            (ConcentratedPool pool, List<(int Lower, int Upper, BigInteger Liquidity)> positions) = RandomPools.Concentrated(random, i % 4 == 0 ? 600_000 : 60_000);
            questions.Append(CultureInfo.InvariantCulture, $"pool {pool.FeePips} {pool.Price.SqrtPriceX96} {pool.Price.Tick} {pool.Price.Liquidity} {pool.Ticks.Spacing}");
            foreach ((int lower, int upper, BigInteger liquidity) in positions)
                questions.Append(CultureInfo.InvariantCulture, $" {lower},{upper},{liquidity}");
            questions.Append('\n');
            for (int j = 0; j < SwapsPerPool; j++)
            {
                bool zeroForOne = random.Next(2) == 0;
                BigInteger amount = RandomPools.Amount(random, 4, 88) * (random.Next(2) == 0 ? 1 : -1);
                questions.Append(CultureInfo.InvariantCulture, $"swap {(zeroForOne ? 1 : 0)} {amount}\n");
                ours.Add(Ours(pool, zeroForOne, amount));
            }
        }

        string[] theirs = await AmmSdk.AskAsync("quotes.js", questions.ToString());
        Assert.Equal(ours.Count, theirs.Length);
        for (int i = 0; i < theirs.Length; i++)
            Assert.True(ours[i] == theirs[i], $"seed {Seed}, pool {i / SwapsPerPool}, swap {i % SwapsPerPool}: ours {ours[i]}, theirs {theirs[i]}");
        int crossing = ours.Count(text => !text.StartsWith("revert", StringComparison.Ordinal));
        output.WriteLine($"{theirs.Length} swaps on {Pools} pools equal, {crossing} of them filled");
        Assert.True(crossing > theirs.Length / 2, $"only {crossing} of {theirs.Length} swaps fill");
    }

    private static string Ours(ConcentratedPool pool, bool zeroForOne, BigInteger amount)
    {
        try
        {
            SwapResult swap = pool.Swap(zeroForOne, amount, zeroForOne ? TickMath.MinimumSqrtRatio + 1 : TickMath.MaximumSqrtRatio - 1);
            BigInteger calculated = (amount.Sign > 0) == zeroForOne ? swap.Amount1 : swap.Amount0;
            return string.Create(CultureInfo.InvariantCulture, $"{calculated} {swap.State.SqrtPriceX96} {swap.State.Tick} {swap.State.Liquidity}");
        }
        catch (PoolRevertException)
        {
            return "revert";
        }
    }
}
