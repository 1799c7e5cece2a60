namespace MarginRouter.Venues.FixVenue.Quotes;

/// <summary>Message types and tags of quotes that no other part of the library uses (FIX 4.4, volume 3).</summary>
internal static class QuoteTag
{
    /// <summary>QuoteResponse (AJ).</summary>
    public const int QuoteResponse = 'A' | ('J' << 8);

    /// <summary>QuoteStatusReport (AI).</summary>
    public const int QuoteStatusReport = 'A' | ('I' << 8);

    /// <summary>QuoteCancel (Z).</summary>
    public const int QuoteCancel = 'Z';

    /// <summary>ValidUntilTime, tag 62.</summary>
    public const int ValidUntilTime = 62;

    /// <summary>QuoteStatus, tag 297.</summary>
    public const int QuoteStatus = 297;

    /// <summary>QuoteCancelType, tag 298.</summary>
    public const int QuoteCancelType = 298;

    /// <summary>QuoteRequestType, tag 303.</summary>
    public const int QuoteRequestType = 303;

    /// <summary>QuoteType, tag 537.</summary>
    public const int QuoteType = 537;

    /// <summary>MinBidSize, tag 647.</summary>
    public const int MinBidSize = 647;

    /// <summary>MinOfferSize, tag 648.</summary>
    public const int MinOfferSize = 648;

    /// <summary>QuoteRequestRejectReason, tag 658.</summary>
    public const int QuoteRequestRejectReason = 658;

    /// <summary>QuoteRespID, tag 693.</summary>
    public const int QuoteRespId = 693;

    /// <summary>QuoteRespType, tag 694.</summary>
    public const int QuoteRespType = 694;
}
