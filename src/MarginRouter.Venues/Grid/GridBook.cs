using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Venues.Grid;

/// <summary>
/// An order book together with the grids that turn a venue's decimal text into its ticks and lots. With growing grids the book is put
/// on the finer grid before the number that needs it goes in.
/// </summary>
public sealed class GridBook
{
    private GridBook(OrderBook book, DecimalGrid prices, DecimalGrid quantities)
    {
        Book = book;
        Prices = prices;
        Quantities = quantities;
    }

    /// <summary>The book; one writer.</summary>
    public OrderBook Book { get; }

    /// <summary>Grid of its prices.</summary>
    public DecimalGrid Prices { get; }

    /// <summary>Grid of its sizes.</summary>
    public DecimalGrid Quantities { get; }

    /// <summary>A book on the grid of an instrument; numbers between its steps are refused.</summary>
    public static GridBook For(Instrument instrument) =>
        new(new OrderBook(instrument.Id), DecimalGrid.Of(instrument.TickSize), DecimalGrid.Of(instrument.LotSize));

    /// <summary>A book for a recording, on the finest grid seen so far.</summary>
    /// <param name="place">Any number that tells the books of one recording apart; they have no instrument of their own.</param>
    public static GridBook Growing(int place) =>
        new(new OrderBook(new InstrumentId(place)), DecimalGrid.Growing(), DecimalGrid.Growing());

    /// <summary>
    /// Sets the absolute size at a price from the venue's text; zero deletes. False when either is not a number on the grid; the book
    /// is then incomplete and the caller drops it.
    /// </summary>
    public bool TrySet(BookSide side, ReadOnlySpan<byte> price, ReadOnlySpan<byte> quantity) =>
        DecimalText.TryParse(price, out DecimalText priceText)
        && DecimalText.TryParse(quantity, out DecimalText quantityText)
        && TrySet(side, priceText, quantityText);

    /// <summary>Sets the absolute size at a price that were read from text before; the same result as from the text.</summary>
    public bool TrySet(BookSide side, DecimalText priceText, DecimalText quantityText)
    {
        if (!TryRefine(priceText, quantityText))
            return false;
        if (!Prices.TrySteps(priceText, out long ticks) || !Quantities.TrySteps(quantityText, out long lots) || ticks <= 0 || lots < 0)
            return false;
        Book.Set(side, new PriceTicks(ticks), new QuantityLots(lots));
        return true;
    }

    /// <summary>A growing grid can become too fine for what stands in the book already, which is then lost.</summary>
    private bool TryRefine(DecimalText priceText, DecimalText quantityText)
    {
        try
        {
            long priceFactor = Prices.Refine(priceText);
            long quantityFactor = Quantities.Refine(quantityText);
            if (priceFactor != 1 || quantityFactor != 1)
                Book.Rescale(priceFactor, quantityFactor);
            return true;
        }
        catch (OverflowException)
        {
            return false;
        }
    }
}
