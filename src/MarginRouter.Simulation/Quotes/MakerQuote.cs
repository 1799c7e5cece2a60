using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Quotes;

/// <summary>A firm quote of a maker as it stands at one moment. It can be taken once.</summary>
public sealed record MakerQuote
{
    /// <summary>Its id; unique at the venue and never used again.</summary>
    public required string QuoteId { get; init; }

    /// <summary>The request that it answers, as it was when it was asked.</summary>
    public required QuoteInquiry Inquiry { get; init; }

    /// <summary>Name of its maker.</summary>
    public required string Maker { get; init; }

    /// <summary>Price at which the one who asked may sell, in the quote asset; null when there is none.</summary>
    public decimal? Bid { get; init; }

    /// <summary>Price at which the one who asked may buy, in the quote asset; null when there is none.</summary>
    public decimal? Offer { get; init; }

    /// <summary>The most that may be taken, in contracts.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>The least that may be taken, in contracts; the whole size when it is all or nothing.</summary>
    public required decimal MinimumQuantity { get; init; }

    /// <summary>Middle of the book when it was made, in the quote asset.</summary>
    public required decimal Reference { get; init; }

    /// <summary>When it was made.</summary>
    public required Instant CreatedAt { get; init; }

    /// <summary>From this moment on it cannot be taken.</summary>
    public required Instant ValidUntil { get; init; }

    /// <summary>When its state changed last.</summary>
    public required Instant UpdatedAt { get; init; }

    /// <summary>State.</summary>
    public MakerQuoteState State { get; init; } = MakerQuoteState.Active;

    /// <summary>What the one who took it does; null while nobody has.</summary>
    public Side? TakenSide { get; init; }

    /// <summary>Number of the order that took it; null while none has.</summary>
    public long? OrderId { get; init; }

    /// <summary>Why it ended, in the maker's or the venue's words; empty while it stands and after a trade.</summary>
    public string Text { get; init; } = "";

    /// <summary>True when it failed because of the one who took it, not of its maker.</summary>
    public bool FailedByTaker { get; init; }

    /// <summary>The price for a direction of the one who asked; null when it does not offer it.</summary>
    public decimal? Price(Side side) => side == Side.Buy ? Offer : Bid;
}
