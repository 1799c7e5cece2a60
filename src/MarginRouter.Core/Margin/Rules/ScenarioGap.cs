namespace MarginRouter.Core.Margin.Rules;

/// <summary>Part of a scenario rule that the sources do not give in full. A book that needs it is refused by name.</summary>
public enum ScenarioGap
{
    /// <summary>The charge on every contract: no linear or inverse contract can be judged.</summary>
    Contracts = 1,

    /// <summary>What dated contracts add beyond perpetual ones.</summary>
    DatedContracts = 2,

    /// <summary>Shocks or charges of options.</summary>
    Options = 3,

    /// <summary>The charge on options sold.</summary>
    ShortOptions = 4,

    /// <summary>The charge on options of several expiries.</summary>
    OptionSpreads = 5,

    /// <summary>What open orders reserve.</summary>
    Orders = 6,

    /// <summary>Requirement on borrowed assets.</summary>
    Borrowing = 7,
}
