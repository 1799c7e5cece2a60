using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Simulation.Markets;
using MarginRouter.Venues.Trading;
using AccountStatement = MarginRouter.Simulation.Accounts.AccountStatement;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>A started venue with its adapter connected, and the few moves that scenarios are made of.</summary>
internal sealed class VenueWorld : IAsyncDisposable
{
    /// <summary>The maker of venues that have any.</summary>
    public const string Maker = "maker";

    private readonly IVenueFixture fixture;
    private CancellationTokenSource stop = new();
    private IVenueAdapter adapter;
    private Task running = Task.CompletedTask;
    private long lastParent;

    private readonly VenuePace pace;

    private VenueWorld(string venue, IVenueFixture fixture, VenuePace pace)
    {
        Venue = venue;
        this.fixture = fixture;
        this.pace = pace;
        adapter = fixture.CreateAdapter(Sink, ClientOrderIds, pace);
    }

    public string Venue { get; }

    public RecordedSink Sink { get; } = new();

    public ClientOrderIdFormat ClientOrderIds { get; } = new("cnf");

    public Instrument Instrument => fixture.Instrument;

    public Simulation.Matching.SimulatedExchange Exchange => fixture.Exchange;

    public SimulatedMarket Market => Exchange.Market(Instrument.Symbol);

    public SubaccountId Subaccount => fixture.Subaccount;

    public IVenueAdapter Adapter => adapter;

    /// <summary>The adapter, where orders may stand.</summary>
    public IStandingOrders Trading => (IStandingOrders)adapter;

    /// <summary>How long a sent order may still arrive, in nanoseconds.</summary>
    public long DoubtNs => fixture.Doubt.Ticks * 100;

    /// <summary>Starts venue and adapter and waits until the venue is reported connected.</summary>
    public static async Task<VenueWorld> ConnectedAsync(string venue, VenuePace pace = VenuePace.Patient)
    {
        IVenueFixture fixture = VenueFixtures.Create(venue);
        await fixture.StartAsync();
        VenueWorld world = new(venue, fixture, pace);
        world.running = world.adapter.RunAsync(world.stop.Token);
        if (fixture.Capabilities.Contains(VenueCapability.Orders))
            await world.Sink.WaitForAsync<VenueConnectionChanged>(changed => changed.Connected);
        else
            await world.Sink.UntilAsync(() => world.Sink.Book(world.Instrument.Id) is { State: BookState.Live }, "a live book");
        return world;
    }

    /// <summary>Stops the adapter and starts another one, as a new process would; waits until the venue is connected again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        int before = Sink.Events.Count;
        stop = new CancellationTokenSource();
        adapter = fixture.CreateAdapter(Sink, ClientOrderIds, pace);
        running = adapter.RunAsync(stop.Token);
        await Sink.WaitForAsync<VenueConnectionChanged>(changed => changed.Connected, before);
    }

    public ChildOrderTerms Terms(Side side, decimal quantity, decimal price, bool reduceOnly = false)
    {
        Assert.True(Instrument.TryQuantity(quantity, out QuantityLots lots), $"{quantity} is off the grid");
        Assert.True(Instrument.TryPrice(price, out PriceTicks ticks), $"{price} is off the grid");
        ChildOrderId id = new(new ParentOrderId(Interlocked.Increment(ref lastParent)), 1, 0);
        return new ChildOrderTerms(id, Subaccount, Instrument.Id, side, lots, ticks, reduceOnly);
    }

    /// <summary>Sends an order with ten seconds to leave.</summary>
    public ChildOrderTerms Send(Side side, decimal quantity, decimal price, bool reduceOnly = false)
    {
        ChildOrderTerms terms = Terms(side, quantity, price, reduceOnly);
        adapter.Send(new SendChild(terms, Now.PlusMilliseconds(10_000)));
        return terms;
    }

    /// <summary>Sends an order that may stand, with ten seconds to leave.</summary>
    public ChildOrderTerms Send(Side side, decimal quantity, decimal price, OrderStanding standing)
    {
        ChildOrderTerms terms = Terms(side, quantity, price);
        Trading.Send(new SendChild(terms, Now.PlusMilliseconds(10_000)), standing);
        return terms;
    }

    /// <summary>Asks the venue's maker for a quote and waits for it.</summary>
    public async Task<FirmQuote> QuoteAsync(Side side, decimal quantity)
    {
        QuoteRequestId id = new(new ParentOrderId(Interlocked.Increment(ref lastParent)), 1, 0);
        ((IQuotingAdapter)adapter).RequestQuotes(new RequestQuotes(id, Instrument.Id, side, Lots(quantity), Now.PlusMilliseconds(5_000))
        {
            Subaccounts = [Subaccount],
            Makers = [Maker],
        });
        return (await Sink.WaitForAsync<QuoteReceived>(one => one.Quote.Request == id)).Quote;
    }

    /// <summary>Takes a quote whole.</summary>
    public ChildOrderTerms Take(FirmQuote quote)
    {
        ChildOrderTerms terms = Terms(quote.Side, Instrument.Quantity(quote.Quantity), Instrument.Price(quote.Price)) with
        {
            Quote = new ChildQuote(quote.Request, quote.QuoteId, quote.Maker, quote.ValidUntil, quote.IsAllOrNothing),
        };
        adapter.Send(new SendChild(terms, Now.PlusMilliseconds(10_000)));
        return terms;
    }

    /// <summary>A change of an order.</summary>
    public OrderChange Change(decimal price, decimal quantity) =>
        Instrument.TryPrice(price, out PriceTicks ticks) ? new OrderChange(ticks, Lots(quantity)) : throw new ArgumentException($"{price} is off the grid");

    /// <summary>
    /// Sends an order whose answer the venue keeps back, waits until it is lost and asks about it. On a busy machine a request over HTTP may
    /// be given up before the venue has read it: such an order never existed there, which is what the answer must say, and another is sent.
    /// </summary>
    public async Task<(ChildOrderTerms Terms, ChildStatusReported Status)> AskAboutUnansweredAsync(Side side, decimal quantity, decimal price)
    {
        const int attempts = 10;
        for (int attempt = 1; ; attempt++)
        {
            Exchange.Faults.WithholdAnswers(1);
            ChildOrderTerms terms = Send(side, quantity, price);
            await Sink.WaitForAsync<ChildLost>(lost => lost.Child == terms.Id);
            Assert.Empty(Fills(terms));
            Query(terms);
            ChildStatusReported status = await Sink.WaitForAsync<ChildStatusReported>(report => report.Child == terms.Id);
            if (status.State != VenueOrderState.NotFound || attempt == attempts)
            {
                Assert.Equal(1, Receptions(terms));
                return (terms, status);
            }

            Assert.Equal(0, Receptions(terms));
        }
    }

    public void PublishMarks() => fixture.PublishMarks();

    public void Query(ChildOrderTerms terms) => adapter.Query(new QueryChild(terms, null));

    public int Receptions(ChildOrderTerms terms) => Exchange.CountReceptions(fixture.ClientOrderId(ClientOrderIds, terms.Id));

    public QuantityLots Lots(decimal quantity) =>
        Instrument.TryQuantity(quantity, out QuantityLots lots) ? lots : throw new ArgumentException($"{quantity} is off the grid");

    /// <summary>Our time.</summary>
    public static Instant Now => new((TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100);

    /// <summary>Executions reported of a child, each trade once.</summary>
    public IReadOnlyList<ChildFilled> Fills(ChildOrderTerms terms) =>
        [.. Sink.Events.OfType<ChildFilled>().Where(filled => filled.Fill.Child == terms.Id).DistinctBy(filled => filled.Fill.VenueTradeId)];

    public decimal FilledQuantity(ChildOrderTerms terms) =>
        Fills(terms).Sum(filled => Instrument.Quantity(filled.Fill.Quantity));

    /// <summary>Waits until the published book shows what the venue's does, as deep as the recorder keeps it.</summary>
    public Task BookAgreesAsync() => Sink.UntilAsync(
        () => Sink.Book(Instrument.Id) is { State: BookState.Live } image
            && SameLevels(image.Levels(BookSide.Bid), Market.Copy(fixture.BookDepth).Bids.AsSpan())
            && SameLevels(image.Levels(BookSide.Ask), Market.Copy(fixture.BookDepth).Asks.AsSpan()),
        "a book equal to the venue's");

    /// <summary>Waits until the last reported statement equals the venue's own, and contains the last fill by its time.</summary>
    public Task AccountAgreesAsync() => Sink.UntilAsync(
        () => Sink.Events.OfType<AccountReported>().LastOrDefault() is { } reported && Agrees(reported),
        $"an account statement equal to the venue's ({Describe(Statement)})");

    public AccountStatement Statement => Exchange.Statement(Exchange.Account("main"));

    /// <summary>The shortest time that the venue's dead man's switch takes.</summary>
    public TimeSpan ShortestSilence => fixture.ShortestSilence;

    /// <summary>Ends the adapter as a cut or a crash would: nothing is cancelled, the venue hears no more of it.</summary>
    public Task CutAsync() => StopAsync();

    public async ValueTask DisposeAsync()
    {
        if (!stop.IsCancellationRequested)
            await StopAsync();
        await fixture.DisposeAsync();
    }

    private async Task StopAsync()
    {
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(10));
        await adapter.DisposeAsync();
    }

    private static bool SameLevels(ReadOnlySpan<BookLevel> ours, ReadOnlySpan<BookLevel> theirs) => ours.SequenceEqual(theirs);

    private bool Agrees(AccountReported reported)
    {
        AccountStatement statement = Statement;
        Instant lastFill = Sink.Events.OfType<ChildFilled>().Select(filled => filled.Fill.VenueTime).DefaultIfEmpty().Max();
        return reported.Snapshot.Subaccount == Subaccount
            && reported.Snapshot.AsOf >= lastFill
            && statement.Balances.All(balance =>
                reported.Snapshot.Balances.FirstOrDefault(own => own.Asset.Code == balance.Asset).Quantity == balance.Quantity)
            && statement.Positions.All(position =>
                Instrument.Quantity(new QuantityLots(Math.Abs(
                    reported.Snapshot.Positions.FirstOrDefault(own => own.Instrument == Instrument.Id).Quantity.Value)))
                == Math.Abs(position.Position.Quantity));
    }

    private static string Describe(AccountStatement statement) =>
        string.Join(", ", statement.Balances.Select(balance => $"{balance.Quantity} {balance.Asset}"));
}
