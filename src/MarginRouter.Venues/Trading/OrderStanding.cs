namespace MarginRouter.Venues.Trading;

/// <summary>How long an order stands at its venue. Quantities that do not fill end with it.</summary>
public enum OrderStanding
{
    /// <summary>It fills at once as far as it can (FIX 59=3). What the engine sends.</summary>
    Immediate = 1,

    /// <summary>It fills at once as a whole or not at all (FIX 59=4).</summary>
    Whole = 2,

    /// <summary>It takes what it can and rests until it is cancelled (FIX 59=1).</summary>
    Resting = 3,

    /// <summary>It rests until it is cancelled, and ends when it would trade at once (FIX 18=6).</summary>
    PostOnly = 4,
}
