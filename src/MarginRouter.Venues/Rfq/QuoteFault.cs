namespace MarginRouter.Venues.Rfq;

/// <summary>Why a quote cannot be used. A quote with a fault is told of and never reaches the engine.</summary>
internal enum QuoteFault
{
    /// <summary>It names no request, or not one of ours that is open.</summary>
    UnknownRequest = 1,

    /// <summary>It has no id.</summary>
    MissingId,

    /// <summary>It does not say who quotes, and several makers were asked.</summary>
    MissingMaker,

    /// <summary>Its maker was not asked.</summary>
    MakerNotAsked,

    /// <summary>It is for another instrument than the request, or for several.</summary>
    WrongInstrument,

    /// <summary>The maker only indicates (FIX QuoteType 537=0).</summary>
    Indicative,

    /// <summary>It has no price on our side.</summary>
    MissingPrice,

    /// <summary>Its price is no number, not positive or not on the instrument's grid.</summary>
    PriceOffGrid,

    /// <summary>It has no size on our side.</summary>
    MissingSize,

    /// <summary>Its size is zero.</summary>
    ZeroSize,

    /// <summary>Its size is no number, negative or not on the instrument's grid.</summary>
    SizeOffGrid,

    /// <summary>Its least size is no number, negative or not on the instrument's grid.</summary>
    MinimumOffGrid,

    /// <summary>Its least size is above its size.</summary>
    MinimumAboveSize,

    /// <summary>It does not say until when it is good, or not as a time.</summary>
    MissingExpiry,

    /// <summary>Its time was over when it came.</summary>
    AlreadyExpired,

    /// <summary>A quote with its id was withdrawn, ran out or was taken, or another one of a request of which only one can be.</summary>
    AlreadyEnded,

    /// <summary>More quotes are open for the request than are kept.</summary>
    TooMany,
}
