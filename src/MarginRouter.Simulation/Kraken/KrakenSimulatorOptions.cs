using MarginRouter.Core.Margin.Rules;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Kraken;

/// <summary>A simulated Kraken spot venue.</summary>
public sealed record KrakenSimulatorOptions
{
    /// <summary>The common time of the simulated world.</summary>
    public required MarketClock Clock { get; init; }

    /// <summary>
    /// Its pairs. The symbol of each is base/quote as WebSocket v2 writes it, for example BTC/USD; fees are what AssetPairs states
    /// and what fills are charged.
    /// </summary>
    public required IReadOnlyList<SimulatedMarketOptions> Markets { get; init; }

    /// <summary>
    /// Its accounts; each secret is base64, as the venue hands it out. An opening position's leverage is that of
    /// <see cref="SimulatedAccountOptions.Leverages"/>, by default the pair's highest.
    /// </summary>
    public required IReadOnlyList<SimulatedAccountOptions> Accounts { get; init; }

    /// <summary>Highest leverage per symbol, at least 2; a pair that is not listed has no margin trading.</summary>
    public IReadOnlyDictionary<string, int> MaximumLeverages { get; init; } = new Dictionary<string, int>();

    /// <summary>
    /// The margin rules of the venue itself: reporting currency, collateral, tables of the pairs with margin trading. They need not be
    /// those that a client believes in. An asset without a market against the reporting currency does not count.
    /// </summary>
    public required MarginRuleSet Rules { get; init; }

    /// <summary>Threshold of the engine's order counter per account and pair; 180 at the highest account tier.</summary>
    public decimal OrderRateThreshold { get; init; } = 180;

    /// <summary>By how much the counter falls per second; 3.75 at the highest account tier.</summary>
    public decimal OrderRateDecayPerSecond { get; init; } = 3.75m;

    /// <summary>
    /// Yearly interest by quote asset as a plain fraction, charged by the rule set's periods where it has no rate of its own; an asset that is
    /// not listed costs nothing.
    /// </summary>
    public IReadOnlyDictionary<string, decimal> YearlyInterest { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Time between two market-data ticks.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>False leaves the markets still until <see cref="SimulatedExchange.Step"/> or Start is called.</summary>
    public bool RunMarkets { get; init; } = true;
}
