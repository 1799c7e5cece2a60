using MarginRouter.Core.Margin.Rules;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance;

/// <summary>A simulated Binance exchange.</summary>
public sealed record BinanceSimulatorOptions
{
    /// <summary>Spot or USD-M.</summary>
    public required BinanceMarketKind Kind { get; init; }

    /// <summary>The common time of the simulated world.</summary>
    public required MarketClock Clock { get; init; }

    /// <summary>Its markets; symbols in capitals, for example BTCUSDT.</summary>
    public required IReadOnlyList<SimulatedMarketOptions> Markets { get; init; }

    /// <summary>Its accounts; API key and secret are free text.</summary>
    public required IReadOnlyList<SimulatedAccountOptions> Accounts { get; init; }

    /// <summary>
    /// The margin rules of the venue itself, with tiers for every market; USD-M needs them, spot has none. They need not be those that a
    /// client believes in.
    /// </summary>
    public MarginRuleSet? Rules { get; init; }

    /// <summary>Time between two depth events, 100 ms as on the real stream.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Time between two mark price events.</summary>
    public TimeSpan MarkPriceInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between two ping frames.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// True: markets and mark prices run on timers from the start. False: they move only by
    /// <see cref="SimulatedExchange.Step"/> and <see cref="BinanceSimulator.PublishMarkPrices"/>.
    /// </summary>
    public bool RunMarkets { get; init; } = true;
}
