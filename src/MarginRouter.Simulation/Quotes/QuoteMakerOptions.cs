namespace MarginRouter.Simulation.Quotes;

/// <summary>A market maker that answers requests for quotes. It prices from the middle of the venue's own simulated book.</summary>
public sealed record QuoteMakerOptions
{
    /// <summary>Its name; unique at the venue (PartyID 448, deskCode of Bybit).</summary>
    public required string Name { get; init; }

    /// <summary>Half of its spread: how far its price is from the middle of the book, in basis points; rounded to the tick in its own favour.</summary>
    public decimal SpreadBasisPoints { get; init; } = 1m;

    /// <summary>The largest size that it quotes, in contracts; of a larger request it quotes this much.</summary>
    public decimal MaximumQuantity { get; init; } = 1_000_000m;

    /// <summary>It does not quote below this value in the quote asset.</summary>
    public decimal MinimumNotional { get; init; }

    /// <summary>Least part of the quoted size that may be taken, as a fraction of it: 1 is all or nothing, 0 any size.</summary>
    public decimal MinimumFraction { get; init; } = 1m;

    /// <summary>Time from the request to its answer.</summary>
    public TimeSpan AnswerDelay { get; init; }

    /// <summary>How long a quote may be taken, from the moment at which it is made.</summary>
    public TimeSpan Validity { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Last look: how long it thinks about a quote that was taken before it trades or refuses.</summary>
    public TimeSpan LastLook { get; init; }

    /// <summary>
    /// It refuses at its last look when the middle of the book has moved against it by more than this since it quoted, in basis points;
    /// null never refuses by itself.
    /// </summary>
    public decimal? ToleranceBasisPoints { get; init; }
}
