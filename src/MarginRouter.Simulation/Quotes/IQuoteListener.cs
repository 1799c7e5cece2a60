namespace MarginRouter.Simulation.Quotes;

/// <summary>A protocol server that tells clients about quotes. Called under the venue's gate, in the order in which things happen.</summary>
internal interface IQuoteListener
{
    /// <summary>A maker has made a quote, or one has changed its state.</summary>
    void OnQuote(MakerQuote quote);

    /// <summary>A request has changed its state.</summary>
    void OnInquiry(QuoteInquiry inquiry);

    /// <summary>A maker will not quote.</summary>
    void OnRefusal(QuoteInquiry inquiry, string maker, string text);
}
