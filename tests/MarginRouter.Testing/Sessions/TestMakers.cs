using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Testing.Sessions;

/// <summary>Invented makers: they quote around 60 000 for a while, whole or in part, refuse, keep silent, withdraw, change their minds and come late.</summary>
internal sealed class TestMakers(Random random)
{
    private readonly List<RequestQuotes> open = [];
    private readonly List<FirmQuote> quotes = [];
    private int quoted;

    public void Ask(RequestQuotes request) => open.Add(request);

    public void End(EndQuoteRequest end)
    {
        open.RemoveAll(request => request.Id == end.Id);
        quotes.RemoveAll(quote => quote.Request == end.Id);
    }

    /// <summary>What a maker says next; null for nothing.</summary>
    public InboundEvent? Speak(Instant now)
    {
        if (open.Count == 0 || random.Next(3) == 0)
            return null;
        RequestQuotes request = open[random.Next(open.Count)];
        string maker = request.Makers[random.Next(request.Makers.Length)];
        switch (random.Next(12))
        {
            case 0:
                return new QuoteRequestEnded(request.Id, maker, QuoteRequestEnding.Refused, "no");
            case 1:
                return new QuoteRequestEnded(request.Id, null, QuoteRequestEnding.Answered, string.Empty);
            case 2 when quotes.Count > 0:
                FirmQuote taken = quotes[random.Next(quotes.Count)];
                return new QuoteEnded(taken.Request, taken.QuoteId, random.Next(2) == 0 ? QuoteEnding.Withdrawn : QuoteEnding.Expired, "moved");
            case 3 when quotes.Count > 0:
                // Said again, or with another price.
                FirmQuote again = quotes[random.Next(quotes.Count)];
                return new QuoteReceived(again with { Price = new PriceTicks(again.Price.Value + random.Next(-1, 2)) });
            default:
                return new QuoteReceived(Quote(request, maker, now));
        }
    }

    private FirmQuote Quote(RequestQuotes request, string maker, Instant now)
    {
        long lots = random.NextInt64(1, request.Quantity.Value + 1);
        FirmQuote quote = new()
        {
            Request = request.Id,
            QuoteId = $"Q{++quoted}",
            Maker = maker,
            Instrument = request.Instrument,
            Side = request.Side,
            Price = new PriceTicks(random.Next(59_980, 60_020)),
            Quantity = new QuantityLots(lots),
            MinimumQuantity = new QuantityLots(random.Next(2) == 0 ? lots : random.NextInt64(1, lots + 1)),
            ValidUntil = now.PlusMilliseconds(random.Next(1, 3_000)),
            LastLookMilliseconds = random.Next(100),
            FeeIncluded = random.Next(2) == 0,
        };
        quotes.Add(quote);
        return quote;
    }
}
