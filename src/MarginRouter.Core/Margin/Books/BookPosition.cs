using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Books;

/// <summary>A contract position of a book; amounts of it are in the coin in which it settles.</summary>
internal sealed record BookPosition
{
    /// <summary>Its name in the rule set's tables.</summary>
    public required string Instrument { get; init; }

    /// <summary>The asset that it follows.</summary>
    public required Asset Underlying { get; init; }

    /// <summary>The asset of its price.</summary>
    public required Asset Quote { get; init; }

    /// <summary>True when it is worth quote units over price, in the underlying.</summary>
    public required bool IsInverse { get; init; }

    /// <summary>True when it only names a spot pair; it then holds nothing itself.</summary>
    public required bool IsSpot { get; init; }

    /// <summary>Signed contracts.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Base units per contract, quote units for inverse ones; positive.</summary>
    public required decimal Multiplier { get; init; }

    /// <summary>Average entry; zero when flat.</summary>
    public required decimal Entry { get; init; }

    /// <summary>The mark; null where none is known.</summary>
    public required decimal? Mark { get; init; }

    /// <summary>Chosen leverage; null where there is none.</summary>
    public required decimal? Leverage { get; init; }

    /// <summary>Margin put aside for this position alone, in its settlement coin; null where the initial margin is taken.</summary>
    public required decimal? IsolatedMargin { get; init; }

    /// <summary>Terms of an option that settles in its underlying and is priced in it; null for every other kind.</summary>
    public BookOption? Option { get; init; }

    /// <summary>The coin in which it settles.</summary>
    public Asset Settlement => IsInverse || Option is not null ? Underlying : Quote;

    /// <summary>The price at which it is valued: the mark, or the entry where only liquidation prices are wanted.</summary>
    public decimal Price => Mark ?? Entry;
}
