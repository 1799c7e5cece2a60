using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Host.Demo;

/// <summary>What the demo's subaccounts hold at the start.</summary>
internal static class DemoAccounts
{
    /// <summary>The account of a name, with the secrets drawn for this run.</summary>
    public static SimulatedAccountOptions Create(string name, string key, string secret)
    {
        SimulatedAccountOptions empty = new() { Name = name, ApiKey = key, ApiSecret = secret };
        return name switch
        {
            "usdm-alpha" => empty with { Balances = Of("USDT", 150_000m), DefaultLeverage = 20m },

            // Long 15 BTC on little collateral: next to no room below its limit.
            "usdm-bravo" => empty with
            {
                Balances = Of("USDT", 36_400m),
                Positions = [new OpeningPosition("BTCUSDT", 15m, 61_000m)],
                DefaultLeverage = 50m,
            },

            // Long 30 BTC: over its limit from the start.
            "usdm-charlie" => empty with
            {
                Balances = Of("USDT", 30_000m),
                Positions = [new OpeningPosition("BTCUSDT", 30m, 60_000m)],
                DefaultLeverage = 50m,
            },
            "spot-alpha" => empty with { Balances = Of("USDT", 800_000m) },
            "kraken-alpha" => empty with { Balances = Of("USD", 300_000m) },
            "kraken-bravo" => empty with { Balances = Of("USD", 200_000m) },
            "prime-alpha" => empty with { Balances = Of("USD", 600_000m) },

            // Holds one pair already: a coin, and a hundred contracts of a hundredth sold against it.
            "okx-delta" => empty with
            {
                Balances = new Dictionary<string, decimal>(StringComparer.Ordinal) { ["USDT"] = 400_000m, ["BTC"] = 1m },
                Positions = [new OpeningPosition("BTC-USDT-SWAP", -100m, 61_500m)],
                DefaultLeverage = 10m,
            },
            _ => throw new InvalidOperationException($"the demo knows no account '{name}'"),
        };
    }

    private static Dictionary<string, decimal> Of(string asset, decimal quantity) => new(StringComparer.Ordinal) { [asset] = quantity };
}
