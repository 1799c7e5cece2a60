using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Quotes;

/// <summary>What a maker answers to a request, from the book as it is.</summary>
internal static class MakerPricing
{
    private const decimal BasisPoint = 0.0001m;

    /// <summary>Makes a quote, without an id; or says why there is none.</summary>
    public static MakerQuote? Quote(QuoteMakerOptions maker, QuoteInquiry inquiry, SimulatedMarket market, Instant now, out string? refusal)
    {
        Instrument instrument = market.Instrument;
        refusal = null;
        decimal quantity = Down(Math.Min(inquiry.Quantity, maker.MaximumQuantity), instrument.LotSize);
        if (market.MarkPrice is not { } middle)
            refusal = "no market to price from";
        else if (quantity <= 0m || (inquiry.WholeOnly && quantity < inquiry.Quantity))
            refusal = $"no quote for {inquiry.Quantity}, at most {maker.MaximumQuantity}";
        else if (quantity * instrument.Multiplier * middle < maker.MinimumNotional)
            refusal = $"no quote below a value of {maker.MinimumNotional}";
        else
            return Priced(maker, inquiry, instrument, (quantity, middle, now));
        return null;
    }

    /// <summary>True when the market has moved against the maker by more than it tolerates.</summary>
    public static bool HasMoved(QuoteMakerOptions maker, MakerQuote quote, Side takenSide, decimal? middle)
    {
        if (maker.ToleranceBasisPoints is not { } tolerance || middle is not { } now)
            return false;
        decimal against = takenSide.Sign() * (now - quote.Reference);
        return against > tolerance * BasisPoint * quote.Reference;
    }

    private static MakerQuote Priced(QuoteMakerOptions maker, QuoteInquiry inquiry, Instrument instrument, (decimal Quantity, decimal Middle, Instant Now) state)
    {
        decimal half = state.Middle * maker.SpreadBasisPoints * BasisPoint;
        decimal least = Down(state.Quantity * maker.MinimumFraction, instrument.LotSize);
        return new MakerQuote
        {
            QuoteId = "",
            Inquiry = inquiry,
            Maker = maker.Name,
            Bid = inquiry.Side == Side.Buy ? null : Down(state.Middle - half, instrument.TickSize),
            Offer = inquiry.Side == Side.Sell ? null : -Down(-(state.Middle + half), instrument.TickSize),
            Quantity = state.Quantity,
            MinimumQuantity = Math.Max(least, instrument.LotSize),
            Reference = state.Middle,
            CreatedAt = state.Now,
            UpdatedAt = state.Now,
            ValidUntil = new Instant(state.Now.Nanoseconds + (maker.Validity.Ticks * 100)),
        };
    }

    private static decimal Down(decimal value, decimal step) => decimal.Floor(value / step) * step;
}
