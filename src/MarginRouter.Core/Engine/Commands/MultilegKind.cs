namespace MarginRouter.Core.Engine.Commands;

/// <summary>What a report about a basket is of (MultiLegReportingType, tag 442; the values are the FIX ones).</summary>
public enum MultilegKind
{
    /// <summary>FIX 2: one leg.</summary>
    Leg = 2,

    /// <summary>FIX 3: the basket as a whole, in units and at net prices.</summary>
    Whole = 3,
}
