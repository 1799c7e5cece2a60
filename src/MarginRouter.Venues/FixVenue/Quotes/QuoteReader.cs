using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;
using MarginRouter.Venues.Rfq;

namespace MarginRouter.Venues.FixVenue.Quotes;

/// <summary>Reads Quote (S) and who sent it. Where we buy, the offer (133, 135, 648) counts, where we sell the bid (132, 134, 647).</summary>
internal static class QuoteReader
{
    private const int ExecutingFirm = 1;
    private const int ContraFirm = 17;
    private const int LiquidityProvider = 35;

    // Nanoseconds since 1970 end in April 2262.
    private const int LastYear = 2255;
    private static readonly int[] PartyEntry = [FixTag.PartyID, FixTag.PartyIDSource, FixTag.PartyRole];

    /// <summary>Reads a quote for an instrument and our side; null when all is good, else the first fault.</summary>
    public static QuoteFault? Read(FixMessage message, Instrument instrument, Side side, out QuoteTerms terms)
    {
        terms = new QuoteTerms(message.GetText(FixTag.QuoteID) ?? "", MakerOf(message), default, default, default, default);
        if (terms.QuoteId.Length == 0)
            return QuoteFault.MissingId;
        if (message.GetText(FixTag.Symbol) != instrument.Symbol)
            return QuoteFault.WrongInstrument;
        if (message.TryGetChar(QuoteTag.QuoteType, out char type) && type == '0')
            return QuoteFault.Indicative;
        bool buys = side == Side.Buy;
        int priceTag = buys ? FixTag.OfferPx : FixTag.BidPx;
        int sizeTag = buys ? FixTag.OfferSize : FixTag.BidSize;
        int minimumTag = buys ? QuoteTag.MinOfferSize : QuoteTag.MinBidSize;
        if (!message.Contains(priceTag))
            return QuoteFault.MissingPrice;
        if (!message.TryGetDecimal(priceTag, out decimal price))
            return QuoteFault.PriceOffGrid;
        if (!message.Contains(sizeTag))
            return QuoteFault.MissingSize;
        if (!message.TryGetDecimal(sizeTag, out decimal size))
            return QuoteFault.SizeOffGrid;
        if (!message.TryGetDecimal(minimumTag, out decimal minimum) && message.Contains(minimumTag))
            return QuoteFault.MinimumOffGrid;
        if (QuoteFigures.Check(instrument, price, size, minimum, ref terms) is { } fault)
            return fault;
        if (!message.TryGetTimestamp(QuoteTag.ValidUntilTime, out DateTime until) || until.Year is < 1970 or > LastYear)
            return QuoteFault.MissingExpiry;
        terms = terms with { ValidUntil = VenueTime.ToInstant(until) };
        return null;
    }

    /// <summary>The maker as a party of the message: a liquidity provider, else an executing or contra firm, else the only party; empty when none is named.</summary>
    public static string MakerOf(FixMessage message)
    {
        if (!message.TryGetGroup(FixTag.NoPartyIDs, PartyEntry, out FixGroup parties))
            return "";
        string maker = "";
        int best = int.MaxValue;
        foreach (FixGroupEntry party in parties)
        {
            party.TryGetInt(FixTag.PartyRole, out int role);
            int rank = role switch
            {
                LiquidityProvider => 0,
                ExecutingFirm => 1,
                ContraFirm => 2,
                _ => parties.DeclaredCount == 1 ? 3 : int.MaxValue,
            };
            if (rank < best)
                (best, maker) = (rank, party.GetText(FixTag.PartyID) ?? "");
        }

        return maker;
    }
}
