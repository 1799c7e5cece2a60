using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Host.Demo;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Quotes;

namespace MarginRouter.LoadTests.Soak;

/// <summary>Books and accounts of the soak's venues: one price path, accounts that can afford every order.</summary>
internal static class SoakAccounts
{
    private const ulong Seed = 20_261_122;
    private const decimal StartPrice = 61_650m;

    // The key of Hyperliquid's own signing tests.
    internal const string Address = "0x14791697260e4c9a71f18484c9f997b308e59325";
    private const string PrivateKey = "0x0123456789012345678901234567890123456789012345678901234567890123";

    private static readonly ReferencePricePath Path = new(Seed, StartPrice);
    private static readonly ReferencePricePath Par = new(Seed + 1, 1m, StepPartsPerMillion: 1);

    /// <summary>What the world of simulators is filled with.</summary>
    public static WorldParts Parts { get; } = new(Book, Create)
    {
        FixedSecrets = ImmutableDictionary<string, string>.Empty
            .Add("env:SOAK_HYPERLIQUID_KEY", Address)
            .Add("env:SOAK_HYPERLIQUID_SECRET", PrivateKey)
            .Add("env:SOAK_POOLS_KEY", Address)
            .Add("env:SOAK_POOLS_SECRET", PrivateKey),
        Chain = SoakPool.Chain,
        Makers = Makers,
    };

    /// <summary>Two makers, one that quotes all or nothing and one of whose quote a part may be taken.</summary>
    private static IReadOnlyList<QuoteMakerOptions> Makers(string venue) => venue is "primefix" or "bybit"
        ?
        [
            new QuoteMakerOptions { Name = "whole", SpreadBasisPoints = 0.5m, Validity = TimeSpan.FromSeconds(1), LastLook = TimeSpan.FromMilliseconds(50), ToleranceBasisPoints = 3m },
            new QuoteMakerOptions { Name = "part", SpreadBasisPoints = 1m, MinimumFraction = venue == "bybit" ? 1m : 0.1m, MaximumQuantity = 1m, AnswerDelay = TimeSpan.FromMilliseconds(40) },
        ]
        : [];

    private static GeneratedBookSource Book(string venue, Instrument instrument) => new(
        instrument,
        new GeneratedBookOptions
        {
            Path = instrument.Base.Code == "USDT" ? Par : Path,
            Seed = Seed + (ulong)instrument.Id.Value + 10,
            OffsetPartsPerMillion = (instrument.Id.Value * 37 % 200) - 100,
            SpreadTicks = 1,
            Depth = 400,
            MeanGapTicks = Math.Max(1, (int)(0.8m / instrument.TickSize)),
            TopQuantity = (instrument.Base.Code == "USDT" ? 40_000m : 0.12m) / instrument.Multiplier,
        });

    private static SimulatedAccountOptions Create(string name, string key, string secret) => new()
    {
        Name = name,
        ApiKey = key,
        ApiSecret = secret,
        DefaultLeverage = 10m,
        Balances = Balances(name),
    };

    private static Dictionary<string, decimal> Balances(string name) => name switch
    {
        "usdm" or "bybit" => Of(("USDT", 20_000_000m)),
        "hyperliquid" => Of(("USDC", 20_000_000m)),
        "kraken" or "prime" => Of(("USD", 20_000_000m), ("BTC", 300m)),
        _ => Of(("USDT", 20_000_000m), ("BTC", 300m)),
    };

    private static Dictionary<string, decimal> Of(params (string Asset, decimal Quantity)[] balances) =>
        balances.ToDictionary(balance => balance.Asset, balance => balance.Quantity, StringComparer.Ordinal);
}
