using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>A random account under tiered margin, made from a seed that stands in every failure message.</summary>
internal sealed class TieredCase
{
    public TieredCase(int seed, int most, bool strained = false)
    {
        Random random = new(seed);
        Seed = seed;
        decimal wallet = Math.Round((decimal)Math.Pow(10, 4 + (random.NextDouble() * 3)), 2);
        decimal reach = strained ? 40m : 12m;
        decimal Contracts(decimal mark) =>
            random.Next(4) == 0 ? 0m : Math.Round((decimal)((random.NextDouble() * 2) - 1) * wallet * reach / mark, 3);
        decimal btc = Contracts(60_000m);
        decimal eth = Contracts(3_000m);
        Account = MarginWorld.Account(
            "binance/usdm-cross",
            "USDT",
            random.Next(3) switch { 0 => 0.05m, 1 => 0.3m, _ => 0.65m },
            [("USDT", wallet)],
            MarginWorld.Position(MarginWorld.Btc, btc, btc == 0m ? 0m : Entry(random, 60_000m), Leverage(random)),
            MarginWorld.Position(MarginWorld.Eth, eth, eth == 0m ? 0m : Entry(random, 3_000m), Leverage(random)));
        PendingFill[] fills = [.. Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => Fill(random, wallet))];
        int split = random.Next(0, fills.Length);
        Pending = fills[..split];
        Candidates = fills[split..];
    }

    public int Seed { get; }

    public MarginAccount Account { get; }

    public PendingFill[] Pending { get; }

    public PendingFill[] Candidates { get; }

    public static PendingFill Fill(Random random, decimal wallet)
    {
        InstrumentId id = random.Next(2) == 0 ? MarginWorld.Btc : MarginWorld.Eth;
        decimal mark = MarginWorld.Marks[id.Value];
        decimal price = Math.Round(mark * (1m + ((decimal)(random.NextDouble() - 0.5) * 0.02m)), 1);
        decimal size = Math.Round((decimal)random.NextDouble() * wallet * 3m / mark, 3);
        return MarginWorld.Fill(id, random.Next(2) == 0 ? Side.Buy : Side.Sell, size, price);
    }

    private static decimal Entry(Random random, decimal mark) =>
        Math.Round(mark * (1m + ((decimal)(random.NextDouble() - 0.5) * 0.02m)), 2);

    private static decimal Leverage(Random random) => random.Next(5) switch { 0 => 3m, 1 => 10m, 2 => 20m, 3 => 50m, _ => 100m };
}
