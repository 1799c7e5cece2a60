namespace MarginRouter.Simulation.FixVenue.Quotes;

/// <summary>Tags, message types and values of quotes in FIX 4.4 (volume 3, quotation messages).</summary>
internal static class FixQuoteTag
{
    /// <summary>MsgType AJ.</summary>
    public const int QuoteResponse = 'A' | ('J' << 8);

    /// <summary>MsgType AI.</summary>
    public const int QuoteStatusReport = 'A' | ('I' << 8);

    /// <summary>MsgType a.</summary>
    public const int QuoteStatusRequest = 'a';

    /// <summary>MsgType Z.</summary>
    public const int QuoteCancel = 'Z';

    /// <summary>ValidUntilTime.</summary>
    public const int ValidUntilTime = 62;

    /// <summary>OfferPx.</summary>
    public const int OfferPx = 133;

    /// <summary>BidSize.</summary>
    public const int BidSize = 134;

    /// <summary>OfferSize.</summary>
    public const int OfferSize = 135;

    /// <summary>QuoteStatus.</summary>
    public const int QuoteStatus = 297;

    /// <summary>QuoteCancelType: 1 is for the symbols of the message.</summary>
    public const int QuoteCancelType = 298;

    /// <summary>QuoteRequestType: 1 manual, 2 automatic.</summary>
    public const int QuoteRequestType = 303;

    /// <summary>QuoteType: 1 is tradeable.</summary>
    public const int QuoteType = 537;

    /// <summary>MinBidSize.</summary>
    public const int MinBidSize = 647;

    /// <summary>MinOfferSize.</summary>
    public const int MinOfferSize = 648;

    /// <summary>QuoteRequestRejectReason.</summary>
    public const int QuoteRequestRejectReason = 658;

    /// <summary>QuoteRespID.</summary>
    public const int QuoteRespId = 693;

    /// <summary>QuoteRespType: 1 hit or lift, 6 pass.</summary>
    public const int QuoteRespType = 694;

    /// <summary>NoQuoteEntries.</summary>
    public const int NoQuoteEntries = 295;

    /// <summary>Members of the group NoRelatedSym (146) of a QuoteRequest.</summary>
    public static ReadOnlySpan<int> RequestMembers => [55, 54, 38, QuoteRequestType, QuoteType, 40, 126, 60, 15, 44, 1, ValidUntilTime];
}
