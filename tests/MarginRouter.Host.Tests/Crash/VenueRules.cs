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

    public (string Asset, decimal Quantity)[] KrakenBalances { get; init; } = [("USD", 50_000_000m)];
}
