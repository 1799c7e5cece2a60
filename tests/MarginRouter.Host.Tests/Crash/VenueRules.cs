using MarginRouter.Core.Margin.Rules;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>The rules that the venues margin by, and what the account on margin begins with; as published unless a test alters them.</summary>
internal sealed record VenueRules
{
    public MarginRuleSet Futures { get; init; } = PublishedRules.Read("binance/usdm-cross");

    /// <summary>True when every futures position has margin of its own.</summary>
    public bool IsFuturesIsolated { get; init; }

    public MarginRuleSet Kraken { get; init; } = PublishedRules.Read("kraken/spot-margin");

    /// <summary>Margin rules of the spot venue; null for spot without margin.</summary>
    public MarginRuleSet? Prime { get; init; }

    public (string Asset, decimal Quantity)[] PrimeBalances { get; init; } = [("USD", 100_000_000m), ("BTC", 1_000m)];

    /// <summary>What the spot venue lends.</summary>
    public IReadOnlyDictionary<string, decimal> PrimeCredit { get; init; } = new Dictionary<string, decimal>();

    public (string Asset, decimal Quantity)[] KrakenBalances { get; init; } = [("USD", 50_000_000m)];
}
