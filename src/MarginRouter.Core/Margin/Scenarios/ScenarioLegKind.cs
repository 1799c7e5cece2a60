namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>How a holding gains with the price of its underlying.</summary>
internal enum ScenarioLegKind : byte
{
    /// <summary>The asset itself.</summary>
    Spot = 1,

    /// <summary>A contract on base units, settled in the quote currency.</summary>
    Linear = 2,

    /// <summary>A contract on quote units, settled in the underlying.</summary>
    Inverse = 3,

    /// <summary>A European option.</summary>
    Option = 4,
}
