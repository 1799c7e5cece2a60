namespace MarginRouter.Venues.Rfq;

/// <summary>The names of faults in words, for logs and for refusals to makers.</summary>
internal static class QuoteFaultWords
{
    /// <summary>The fault in words.</summary>
    public static string Of(QuoteFault fault) => fault switch
    {
        QuoteFault.UnknownRequest => "unknown request",
        QuoteFault.MissingId => "missing quote id",
        QuoteFault.MissingMaker => "missing maker",
        QuoteFault.MakerNotAsked => "maker was not asked",
        QuoteFault.WrongInstrument => "wrong instrument",
        QuoteFault.Indicative => "indicative quote",
        QuoteFault.MissingPrice => "missing price",
        QuoteFault.PriceOffGrid => "price off grid",
        QuoteFault.MissingSize => "missing size",
        QuoteFault.ZeroSize => "zero size",
        QuoteFault.SizeOffGrid => "size off grid",
        QuoteFault.MinimumOffGrid => "minimum off grid",
        QuoteFault.MinimumAboveSize => "minimum above size",
        QuoteFault.MissingExpiry => "missing expiry",
        QuoteFault.AlreadyExpired => "already expired",
        QuoteFault.AlreadyEnded => "it has ended",
        QuoteFault.TooMany => "too many quotes for one request",
    };
}
