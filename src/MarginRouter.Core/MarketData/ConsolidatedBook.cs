using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.MarketData;

/// <summary>
/// The books of all instruments of a product seen as one: prices in the product's pricing asset, sizes in product lots, every level
/// with its venue. It is a view: it reads the images at the moment of the question and copies nothing. A book that is not live, or
/// whose quote asset has no conversion rate, is not part of it. Across venues it may be crossed, which is no fault.
/// </summary>
public sealed class ConsolidatedBook
{
    private readonly Part[] parts;
    private readonly int[] cursors;

    /// <summary>Makes the view of a product; every book is absent until <see cref="Attach"/>.</summary>
    public ConsolidatedBook(ReferenceData reference, Product product)
    {
        Product = product;
        parts = new Part[product.Instruments.Length];
        cursors = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
            parts[i] = new Part(reference[product.Instruments[i]], product);
    }

    /// <summary>The product.</summary>
    public Product Product { get; }

    /// <summary>
    /// Puts an instrument's image into the view, or takes it out. Throws <see cref="ArgumentException"/> when the instrument is none of
    /// the product's or the rate is not positive.
    /// </summary>
    /// <param name="image">The image; it stays its owner's and is read again at each question.</param>
    /// <param name="conversionRate">Price of one unit of the instrument's quote asset in the pricing asset; null takes the book out.</param>
    public void Attach(BookImage image, decimal? conversionRate)
    {
        if (conversionRate <= 0)
            throw new ArgumentException($"conversion rate {conversionRate} is not positive", nameof(conversionRate));
        Part part = Find(image.Instrument);
        part.Image = conversionRate is null ? null : image;
        part.PricePerTick = (conversionRate ?? 0m) * part.Instrument.TickSize;
    }

    /// <summary>The best level of a side over all venues, the earlier instrument of the product on a tie; null when no live book has one.</summary>
    public ConsolidatedLevel? Best(BookSide side)
    {
        ConsolidatedLevel? best = null;
        foreach (Part part in parts)
        {
            if (part.TryLevel(side, 0, out ConsolidatedLevel level) && (best is null || IsBetter(side, level.Price, best.Value.Price)))
                best = level;
        }

        return best;
    }

    /// <summary>Half of best bid plus best ask, crossed or not; null when a side is empty.</summary>
    public decimal? Mid => Best(BookSide.Bid) is { } bid && Best(BookSide.Ask) is { } ask ? (bid.Price + ask.Price) / 2 : null;

    /// <summary>
    /// Copies the best levels of a side over all venues, best first, levels of equal price in the order of the product's instruments;
    /// returns how many were copied.
    /// </summary>
    public int CopyTop(BookSide side, Span<ConsolidatedLevel> target)
    {
        Array.Clear(cursors);
        for (int count = 0; count < target.Length; count++)
        {
            int winner = -1;
            for (int i = 0; i < parts.Length; i++)
            {
                if (parts[i].TryLevel(side, cursors[i], out ConsolidatedLevel level)
                    && (winner < 0 || IsBetter(side, level.Price, target[count].Price)))
                {
                    winner = i;
                    target[count] = level;
                }
            }

            if (winner < 0)
                return count;
            cursors[winner]++;
        }

        return target.Length;
    }

    private static bool IsBetter(BookSide side, decimal price, decimal than) => side switch
    {
        BookSide.Bid => price > than,
        BookSide.Ask => price < than,
    };

    private Part Find(InstrumentId instrument)
    {
        foreach (Part part in parts)
        {
            if (part.Instrument.Id == instrument)
                return part;
        }

        throw new ArgumentException($"instrument {instrument.Value} is none of {Product.Symbol}", nameof(instrument));
    }

    private sealed class Part(Instrument instrument, Product product)
    {
        private readonly long productLotsPerLot = product.LotsPer(instrument);

        public Instrument Instrument => instrument;

        public BookImage? Image { get; set; }

        public decimal PricePerTick { get; set; }

        public bool TryLevel(BookSide side, int depth, out ConsolidatedLevel level)
        {
            level = default;
            if (Image is null || Image.State != BookState.Live)
                return false;
            ReadOnlySpan<BookLevel> levels = Image.Levels(side);
            if (depth >= levels.Length)
                return false;
            BookLevel own = levels[depth];
            level = new ConsolidatedLevel(
                instrument.Venue,
                instrument.Id,
                own.Price.Value * PricePerTick,
                new QuantityLots(own.Quantity.Value * productLotsPerLot));
            return true;
        }
    }
}
