using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Matching;

/// <summary>A simulated venue behind its protocol.</summary>
public sealed record SimulatedExchangeOptions
{
    /// <summary>The common time of the simulated world.</summary>
    public required MarketClock Clock { get; init; }

    /// <summary>Its markets; symbols are unique.</summary>
    public required IReadOnlyList<SimulatedMarketOptions> Markets { get; init; }

    /// <summary>Its accounts; names and API keys are unique.</summary>
    public required IReadOnlyList<SimulatedAccountOptions> Accounts { get; init; }

    /// <summary>What it grants its accounts.</summary>
    public required IMarginRule MarginRule { get; init; }

    /// <summary>
    /// Yearly interest by asset as a plain fraction, where the rule set leaves the rate to the venue; an asset that is not listed costs
    /// nothing.
    /// </summary>
    public IReadOnlyDictionary<string, decimal> YearlyInterest { get; init; } = new Dictionary<string, decimal>();

    /// <summary>Time between two market-data ticks of a started venue.</summary>
    public TimeSpan TickInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Resolution of the venue's time stamps: 1 ms, or 1 microsecond where the protocol shows it.</summary>
    public TimeSpan TimeResolution { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Where fees of spot fills are taken from.</summary>
    public SpotFeeAsset SpotFeeAsset { get; init; } = SpotFeeAsset.Received;

    /// <summary>Decimals of a fee, where further ones are cut off, and of a realised profit, which is rounded to even.</summary>
    public int FeeDecimals { get; init; } = 8;

    /// <summary>True where a post-only order that would trade at once is refused; false where it is accepted and ends.</summary>
    public bool RefusesTakingPostOnly { get; init; }

    /// <summary>First number of orders, trades and book updates.</summary>
    public long FirstId { get; init; } = 1_000_001;
}
