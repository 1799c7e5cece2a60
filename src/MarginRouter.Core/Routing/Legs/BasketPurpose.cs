namespace MarginRouter.Core.Routing.Legs;

/// <summary>What an attempt of a basket is for.</summary>
public enum BasketPurpose
{
    /// <summary>New blocks of all legs, in ratio.</summary>
    Open = 1,

    /// <summary>The legs that a planned stage left behind on purpose, within the parent's prices.</summary>
    Follow = 2,

    /// <summary>The legs that filled short, at market within the collar.</summary>
    Complete = 3,

    /// <summary>What legs have filled beyond the last complete block is traded back, at market within the collar.</summary>
    Unwind = 4,
}
