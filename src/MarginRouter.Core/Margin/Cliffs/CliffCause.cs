namespace MarginRouter.Core.Margin.Cliffs;

/// <summary>Why margin jumps or bends.</summary>
public enum CliffCause
{
    /// <summary>A position or a debt enters another row of its tier table, each part at its own rate.</summary>
    Tier = 1,

    /// <summary>A position enters another row, whose rate holds for the whole of it.</summary>
    WholePositionTier = 2,

    /// <summary>A balance enters another row of its collateral table, or a cap on collateral is reached.</summary>
    Haircut = 3,

    /// <summary>An offset ends or begins: the other side of a netted pair, or more positions than the hedge covers.</summary>
    Offset = 4,

    /// <summary>The minimum charge begins, ends, or takes another multiplier.</summary>
    MinimumCharge = 5,

    /// <summary>Another scenario is the worst.</summary>
    Scenario = 6,

    /// <summary>A balance turns into a debt, or back.</summary>
    Debt = 7,

    /// <summary>Another part of the account is nearest to liquidation.</summary>
    WorstPart = 8,

    /// <summary>The rules end: beyond, the venue's answer is not known and nothing is granted.</summary>
    RulesEnd = 9,

    /// <summary>None of these: the terms of the requirement do not say.</summary>
    Other = 10,
}
