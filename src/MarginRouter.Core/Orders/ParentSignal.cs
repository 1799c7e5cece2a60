namespace MarginRouter.Core.Orders;

/// <summary>What can happen to a parent; together with its status this decides the next status.</summary>
public enum ParentSignal
{
    /// <summary>A fill that leaves something wanted.</summary>
    PartlyFilled = 1,

    /// <summary>The fill that completes it.</summary>
    FullyFilled = 2,

    /// <summary>The desk's or the operator's cancel was accepted.</summary>
    CancelAccepted = 3,

    /// <summary>It ends with a remainder.</summary>
    Ended = 4,

    /// <summary>It is refused before any child left.</summary>
    Refused = 5,

    /// <summary>The desk's replacement was accepted.</summary>
    ReplaceAccepted = 6,

    /// <summary>The replacement holds, nothing had filled.</summary>
    ReplacedUnfilled = 7,

    /// <summary>The replacement holds, some had filled and more is wanted.</summary>
    ReplacedPartlyFilled = 8,

    /// <summary>The replacement is settled and nothing more is wanted.</summary>
    ReplacedFullyFilled = 9,

    /// <summary>Its time is over.</summary>
    Expired = 10,

    /// <summary>A venue took a fill back; others are left.</summary>
    PartlyTakenBack = 11,

    /// <summary>A venue took the last fill back.</summary>
    FullyTakenBack = 12,
}
