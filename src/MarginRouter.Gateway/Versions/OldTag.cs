namespace MarginRouter.Gateway.Versions;

/// <summary>Fields that FIX 4.2 has and FIX 4.4 has no more.</summary>
internal static class OldTag
{
    /// <summary>ExecTransType: 0 new, 1 cancel, 2 correct, 3 status.</summary>
    public const int ExecTransType = 20;

    /// <summary>LinesOfText of News, a group of Text(58).</summary>
    public const int LinesOfText = 33;

    /// <summary>ExecBroker: the executing firm.</summary>
    public const int ExecBroker = 76;

    /// <summary>ClientID.</summary>
    public const int ClientID = 109;

    /// <summary>Headline of News.</summary>
    public const int Headline = 148;

    /// <summary>QuoteAckStatus of QuoteAcknowledgement.</summary>
    public const int QuoteAckStatus = 297;

    /// <summary>QuoteRejectReason of QuoteAcknowledgement.</summary>
    public const int QuoteRejectReason = 300;

    /// <summary>QuoteAcknowledgement (b).</summary>
    public const int QuoteAcknowledgement = 'b';

    /// <summary>News (B).</summary>
    public const int News = 'B';
}
