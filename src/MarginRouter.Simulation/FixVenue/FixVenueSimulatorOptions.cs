using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;

namespace MarginRouter.Simulation.FixVenue;

/// <summary>A simulated venue that is reached by FIX.</summary>
public sealed record FixVenueSimulatorOptions
{
    /// <summary>The common time of the simulated world.</summary>
    public required MarketClock Clock { get; init; }

    /// <summary>Its markets, by Symbol (55): spot pairs, or linear contracts when the margin rule knows them.</summary>
    public required IReadOnlyList<SimulatedMarketOptions> Markets { get; init; }

    /// <summary>Its accounts. API key and secret are not used here: the sessions have user names and passwords.</summary>
    public required IReadOnlyList<SimulatedAccountOptions> Accounts { get; init; }

    /// <summary>The clients that may log on.</summary>
    public required IReadOnlyList<FixVenueClientOptions> Clients { get; init; }

    /// <summary>Makers that answer requests for quotes; names are unique.</summary>
    public IReadOnlyList<QuoteMakerOptions> Makers { get; init; } = [];

    /// <summary>What the venue grants; by default spot without margin, with the fee taken from the quote asset.</summary>
    public IMarginRule MarginRule { get; init; } = new SpotBalanceRule(feeFromQuote: true);

    /// <summary>DefaultApplVerID (1137) over FIXT 1.1, 9 for FIX 5.0 SP2; null (default) speaks FIX 4.4.</summary>
    public string? ApplicationVersion { get; init; }

    /// <summary>The venue's own CompID.</summary>
    public string CompId { get; init; } = "VENUE";

    /// <summary>Time between two market-data ticks.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>False leaves the markets still until <see cref="SimulatedExchange.Step"/> or Start is called.</summary>
    public bool RunMarkets { get; init; } = true;
}
