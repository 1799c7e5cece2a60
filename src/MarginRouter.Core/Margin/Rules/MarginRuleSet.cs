using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Rules;

/// <summary>
/// One venue's margin rules in one mode, as data with its date and source. An instrument, asset or size that is not in it is
/// refused by name, never taken as free.
/// </summary>
public sealed record MarginRuleSet
{
    /// <summary>Its name, for example binance/usdm-cross: the path of its file below config/margin.</summary>
    public required string Name { get; init; }

    /// <summary>The venue, as text for reports.</summary>
    public required string Venue { get; init; }

    /// <summary>The class of formulas.</summary>
    public required MarginModelKind Model { get; init; }

    /// <summary>The day for which the figures were true.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>How well they are known.</summary>
    public required RuleConfidence Confidence { get; init; }

    /// <summary>Where they come from; at least one.</summary>
    public required ImmutableArray<string> Sources { get; init; }

    /// <summary>What is assumed, for the reader.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>What the sources lack, for the reader. Whatever needs it is refused by name.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>The currency in which amounts are shown when an account names none.</summary>
    public required Asset Reporting { get; init; }

    /// <summary>
    /// Codes of all assets that some rule set of the same folder knows. A case that holds an asset which neither its rule set counts nor
    /// this set has is taken for a mistyped name; empty where the folder was not read as a whole, and then nothing is checked.
    /// </summary>
    public ImmutableHashSet<string> KnownAssets { get; init; } = [];

    /// <summary>How fills are booked.</summary>
    public required PositionKeeping Positions { get; init; }

    /// <summary>
    /// What the sources say about open orders ("stated: ", "stated in outline: " or "silent: "), and what is done then; null where the file
    /// does not tell.
    /// </summary>
    public string? OpenOrders { get; init; }

    /// <summary>The venue's own ratio; null for accounts without margin.</summary>
    public RatioRule? Ratio { get; init; }

    /// <summary>The venue's ladder by its own ratio, from mild to severe.</summary>
    public ImmutableArray<LadderStep> Ladder { get; init; } = [];

    /// <summary>How open orders are reserved for.</summary>
    public OrderRule Orders { get; init; } = OrderRule.AtLimit;

    /// <summary>What tier bounds count.</summary>
    public TierUnit TierUnit { get; init; } = TierUnit.Notional;

    /// <summary>Tier tables by the rule set's own instrument name.</summary>
    public ImmutableSortedDictionary<string, TierTable> Tiers { get; init; } =
        ImmutableSortedDictionary.Create<string, TierTable>(StringComparer.Ordinal);

    /// <summary>Instrument names of the tables by the venue's symbol, where they differ.</summary>
    public ImmutableSortedDictionary<string, string> Symbols { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>What collateral bounds count.</summary>
    public HaircutUnit HaircutUnit { get; init; } = HaircutUnit.Value;

    /// <summary>Collateral tables by asset code. A positive balance of an asset that is not listed does not count.</summary>
    public ImmutableSortedDictionary<string, HaircutTable> Haircuts { get; init; } =
        ImmutableSortedDictionary.Create<string, HaircutTable>(StringComparer.Ordinal);

    /// <summary>The scenario figures; null in every other model.</summary>
    public ScenarioRule? Scenario { get; init; }

    /// <summary>What the venue does to an account that is liquidated; null where the sources do not say.</summary>
    public LiquidationRule? Liquidation { get; init; }

    /// <summary>Which tables serve live trading.</summary>
    public LiveTablesRule Live { get; init; } = LiveTablesRule.Default;

    /// <summary>How interest on debts is charged; null where the sources do not say or nothing is lent.</summary>
    public InterestRule? Interest { get; init; }

    /// <summary>What must stay when money is taken out; null where that is the initial margin.</summary>
    public TransferRule? Transfer { get; init; }

    /// <summary>The scale of the venue's logarithmic position limit by contract; empty where it has none.</summary>
    public ImmutableSortedDictionary<string, decimal> LogarithmicScales { get; init; } =
        ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);

    /// <summary>What is said beyond tables for modes in which an account is judged as a whole book; null for every other.</summary>
    public BookRules? Book { get; init; }

    /// <summary>
    /// The tier table of an instrument: the one of its own name (a case may bring it), else that of the table's name for the venue's
    /// symbol; null when there is none.
    /// </summary>
    public TierTable? FindTiers(string symbol) =>
        Tiers.TryGetValue(symbol, out TierTable? table) || (Symbols.TryGetValue(symbol, out string? name) && Tiers.TryGetValue(name, out table)) ? table : null;
}
