using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;
using MarginRouter.Venues.Rfq;
using MarginRouter.Venues.Tests.FixVenue;

namespace MarginRouter.Venues.Tests.Rfq;

/// <summary>
/// A simulated venue with makers and the adapter connected to it, whose book stands still around 100. The same moves for every venue that
/// has makers.
/// </summary>
internal sealed class QuoteWorld : IAsyncDisposable
{
    public const string Fix = "fix 4.4";
    public const string BybitLinear = "bybit linear";
    public const string BybitSpot = "bybit spot";

    private readonly IAsyncDisposable world;
    private readonly string[] makers;
    private int rounds;
    private long parents = 1_000;

    private QuoteWorld(IAsyncDisposable world, string[] makers)
    {
        this.world = world;
        this.makers = makers;
    }

    public required RecordedSink Sink { get; init; }

    public required IQuotingAdapter Adapter { get; init; }

    public required Instrument Instrument { get; init; }

    public required SubaccountId Subaccount { get; init; }

    public required SimulatedExchange Exchange { get; init; }

    public required QuoteDesk Desk { get; init; }

    public SimulatedFaults Faults => Exchange.Faults;

    public static TheoryData<string> Venues => [Fix, BybitLinear, BybitSpot];

    /// <summary>Starts a venue with makers; a name alone makes a maker that quotes all or nothing for two seconds.</summary>
    public static async Task<QuoteWorld> StartAsync(string venue, params QuoteMakerOptions[] makers)
    {
        QuoteOptions quotes = new() { LastLook = TimeSpan.FromSeconds(1) };
        if (venue != Fix)
            return await StartBybitAsync(venue == BybitSpot, quotes, makers);
        FixWorld fix = await FixWorld.StartAsync(options => options with { Quotes = quotes, AnswerTimeout = TimeSpan.FromSeconds(1) }, makers);
        return new QuoteWorld(fix, [.. makers.Select(maker => maker.Name)])
        {
            Sink = fix.Sink,
            Adapter = fix.Adapter,
            Instrument = FixWorld.Bitcoin,
            Subaccount = FixWorld.Alpha,
            Exchange = fix.Simulator.Exchange,
            Desk = fix.Simulator.Quotes,
        };
    }

    private static async Task<QuoteWorld> StartBybitAsync(bool spot, QuoteOptions quotes, QuoteMakerOptions[] makers)
    {
        BybitWorld bybit = await BybitWorld.StartAsync(spot, quotes, makers);
        return new QuoteWorld(bybit, [.. makers.Select(maker => maker.Name)])
        {
            Sink = bybit.Sink,
            Adapter = bybit.Adapter,
            Instrument = bybit.Instrument,
            Subaccount = BybitWorld.Subaccount,
            Exchange = bybit.Simulator.Exchange,
            Desk = bybit.Simulator.Quotes,
        };
    }

    /// <summary>Asks all makers.</summary>
    public RequestQuotes Ask(Side side, decimal quantity, int milliseconds = 5_000)
    {
        RequestQuotes request = new(new QuoteRequestId(new ParentOrderId(7), ++rounds, 0), Instrument.Id, side, Lots(quantity), FixWorld.Now().PlusMilliseconds(milliseconds))
        {
            Subaccounts = [Subaccount],
            Makers = [.. makers],
        };
        Adapter.RequestQuotes(request);
        return request;
    }

    /// <summary>Waits for a quote that answers a request.</summary>
    public async Task<FirmQuote> QuoteAsync(RequestQuotes request, string? maker = null) =>
        (await Sink.WaitForAsync<QuoteReceived>(one => one.Quote.Request == request.Id && (maker is null || one.Quote.Maker == maker))).Quote;

    /// <summary>Takes a quote, whole unless a size is given.</summary>
    public ChildOrderTerms Take(FirmQuote quote, decimal? quantity = null)
    {
        ChildOrderTerms terms = new(
            new ChildOrderId(new ParentOrderId(++parents), 1, 0),
            Subaccount,
            quote.Instrument,
            quote.Side,
            quantity is { } part ? Lots(part) : quote.Quantity,
            quote.Price,
            false)
        {
            Quote = new ChildQuote(quote.Request, quote.QuoteId, quote.Maker, quote.ValidUntil, quote.IsAllOrNothing),
        };
        Adapter.Send(new SendChild(terms, FixWorld.Now().PlusMilliseconds(10_000)));
        return terms;
    }

    public void End(RequestQuotes request, params string[] declined) =>
        Adapter.EndQuotes(new EndQuoteRequest(request.Id, request.Instrument, request.Subaccounts, [.. declined]));

    /// <summary>Everything that was said of a child, in order.</summary>
    public IReadOnlyList<InboundEvent> Of(ChildOrderTerms terms) =>
    [
        .. Sink.Events.Where(one => one switch
        {
            ChildAccepted accepted => accepted.Child == terms.Id,
            ChildFilled filled => filled.Fill.Child == terms.Id,
            ChildEnded ended => ended.Child == terms.Id,
            ChildRefused refused => refused.Child == terms.Id,
            ChildLost lost => lost.Child == terms.Id,
            ChildDropped dropped => dropped.Child == terms.Id,
            ChildStatusReported status => status.Child == terms.Id,
            _ => false,
        }),
    ];

    /// <summary>Waits until so much of a child has filled, each trade counted once.</summary>
    public async Task<ImmutableArray<ChildFilled>> FilledAsync(ChildOrderTerms terms, decimal quantity)
    {
        ImmutableArray<ChildFilled> fills = [];
        await Sink.UntilAsync(
            () =>
            {
                fills = [.. Of(terms).OfType<ChildFilled>().DistinctBy(fill => fill.Fill.VenueTradeId)];
                return fills.Sum(fill => Instrument.Quantity(fill.Fill.Quantity)) == quantity;
            },
            $"fills of {quantity}");
        return fills;
    }

    public QuantityLots Lots(decimal quantity) =>
        Instrument.TryQuantity(quantity, out QuantityLots lots) ? lots : throw new ArgumentException($"{quantity} is off the grid");

    /// <summary>The state of a quote at the venue.</summary>
    public MakerQuoteState StateOf(FirmQuote quote) => Desk.Quotes.Single(one => one.QuoteId == quote.QuoteId).State;

    public ValueTask DisposeAsync() => world.DisposeAsync();
}
