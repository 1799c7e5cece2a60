using MarginRouter.Core.Margin.Rules;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;

namespace MarginRouter.Simulation.Streams;

/// <summary>A simulated venue with plain streams and REST.</summary>
public sealed record StreamSimulatorOptions
{
    /// <summary>Whose protocol it speaks.</summary>
    public required StreamVenue Venue { get; init; }

    /// <summary>The common time of the simulated world.</summary>
    public required MarketClock Clock { get; init; }

    /// <summary>Its markets, with the venue's own symbols.</summary>
    public required IReadOnlyList<SimulatedMarketOptions> Markets { get; init; }

    /// <summary>Its accounts; none leaves market data alone.</summary>
    public IReadOnlyList<SimulatedAccountOptions> Accounts { get; init; } = [];

    /// <summary>
    /// The margin rules of the venue itself, with tiers for every derivative; a venue of derivatives with accounts needs them. They need not be
    /// those that a client believes in. Its dollar is the settlement asset.
    /// </summary>
    public MarginRuleSet? Rules { get; init; }

    /// <summary>Makers that answer requests for quotes, on Bybit only; names are unique.</summary>
    public IReadOnlyList<QuoteMakerOptions> Makers { get; init; } = [];

    /// <summary>True sends the legacy checksum of OKX, as before June 2026; false sends 0, as the venue does since.</summary>
    public bool LegacyChecksums { get; init; }

    /// <summary>Time between two market-data ticks.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Time between two publications of the mark prices while the markets run.</summary>
    public TimeSpan MarkPriceInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>False leaves the markets still until <see cref="SimulatedExchange.Step"/> or Start is called.</summary>
    public bool RunMarkets { get; init; } = true;
}
