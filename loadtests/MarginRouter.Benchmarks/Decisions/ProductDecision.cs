using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Benchmarks.Routing;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Fix.Codec;
using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue;
using MarginRouter.Venues.FixVenue.Dialects;
using MarginRouter.Venues.FixVenue.Trading;
using MarginRouter.Venues.Grid;

namespace MarginRouter.Benchmarks.Decisions;

/// <summary>
/// The product's own way from the bytes of a tick to the bytes of the children: decoder, sequence rule and grid book of a venue, the engine
/// with a new immediate-or-cancel parent, and the FIX venue's order messages; then the record of the decision. What was sent is ended
/// unfilled between ticks.
/// </summary>
internal sealed class ProductDecision
{
    private const string Desk = "DESK";
    private const decimal Leverage = 100m;
    private readonly RouterEngine engine;
    private readonly ReferenceData reference;
    private readonly ImmutableArray<Subaccount> subaccounts;
    private readonly DepthSplice[] books;
    private readonly BookChanged[] changes;
    private readonly DepthUpdate update = new();
    private readonly CommandList commands = new();
    private readonly ParentRequest wanted;
    private readonly FixMessageWriter writer = new();
    private readonly FixHeaderTemplate header = new("FIX.4.4", "ROUTER", "VENUE");
    private readonly OrderMessages messages = new(FixDialect.Standard);
    private readonly WireIds ids = new(new ClientOrderIdFormat("bm0"), FixOrderIdForm.Text, new VenueClock(TimeProvider.System));
    private readonly List<ChildOrderTerms> sent = [];
    private ParentReceived parent;
    private int parents;
    private Instant now = new(1);

    /// <param name="venues">Books, each of one perpetual.</param>
    /// <param name="accounts">Accounts, each on one venue, with room for the parent.</param>
    /// <param name="levels">Levels a side.</param>
    /// <param name="quantity">Size of the parent in base units.</param>
    public ProductDecision(int venues, int accounts, int levels, decimal quantity)
    {
        reference = RoutingSituation.Reference(venues);
        subaccounts = [.. Enumerable.Range(0, accounts).Select(index => Account(index, venues))];
        RoutePolicy policy = new(FillStatePolicy.Any, BreachPolicy.ReduceOnly, 12, 500m) { UsesFillRatio = false };
        Firm firm = new()
        {
            Reference = reference,
            Subaccounts = subaccounts,
            Desks = [new Desk(Desk, [new ProductId(0)], [.. subaccounts.Select(subaccount => subaccount.Id)], policy, 100_000_000m, 1, 50)],
            Valuation = [ValuationRule.Fixed(RoutingSituation.Tether, 1m)],
            Ages = new AgeLimits(60_000, 60_000, 10_000),
            BookDepth = levels,
            WorkUnits = 20_000,
        };
        engine = new RouterEngine(
            firm, new RouteOptimizer(reference, RoutingSituation.Models()), new FirmLedger(reference, subaccounts, _ => false));
        books = [.. reference.Instruments.Select(instrument => new DepthSplice(GridBook.For(instrument), null, 16))];
        changes = [.. reference.Instruments.Select(instrument => new BookChanged(new BookImage(instrument.Id, levels)))];
        wanted = new ParentRequest(Desk, "PARENT", "BTC-USDT", Side.Buy, quantity, OrderType.Market, null, TimeInForce.ImmediateOrCancel);
        parent = new ParentReceived(wanted);
        Start();
    }

    /// <summary>Children of the last decision.</summary>
    public int Children { get; private set; }

    /// <summary>Takes the first book of a venue.</summary>
    public void TakeSnapshot(int venue, byte[] message)
    {
        Utf8JsonReader reader = new(message);
        reader.Read();
        DepthDecoder.Decode(ref reader, update);
        if (books[venue].OnSnapshot(update) == SpliceOutcome.Dropped)
            throw new InvalidOperationException($"the snapshot of venue {venue} was not taken");
        Publish(venue);
    }

    /// <summary>One tick and what follows from it; the bytes of all children together.</summary>
    public int Tick(int venue, ReadOnlySpan<byte> message)
    {
        StreamEnvelope.Open(message, out Utf8JsonReader reader);
        DepthDecoder.Decode(ref reader, update);
        if (books[venue].OnEvent(update) != SpliceOutcome.Applied)
            throw new InvalidOperationException($"a tick of venue {venue} was not applied");
        Publish(venue);
        commands.Clear();
        engine.Route(now, parent, commands);
        int bytes = 0;
        for (int i = 0; i < commands.Count; i++)
        {
            if (commands[i] is SendChild send)
                bytes += Encode(send.Terms);
        }

        return bytes;
    }

    /// <summary>Puts the decision of the last tick into words.</summary>
    public void Record() => engine.Record(commands);

    /// <summary>Ends what the last tick sent, and makes the parent of the next.</summary>
    public void Prepare()
    {
        sent.Clear();
        for (int i = 0; i < commands.Count; i++)
        {
            if (commands[i] is SendChild send)
                sent.Add(send.Terms);
        }

        if (sent.Count > 0)
            Children = sent.Count;
        foreach (ChildOrderTerms child in sent)
            Apply(new ChildEnded(child.Id, QuantityLots.Zero, "benchmark"));
        engine.Prepare();
        commands.Clear();
        parent = new ParentReceived(wanted with { ClientOrderId = $"P{++parents}" });
    }

    private int Encode(ChildOrderTerms child)
    {
        WireOrder wire = new(ids.New(child.Id, WireIdKind.Order)!, null, new FixStanding(FixTimeInForce.ImmediateOrCancel), child.Quantity);
        messages.Order(writer, new AddressedOrder(child, reference[child.Instrument], subaccounts[child.Subaccount.Value].Name), wire, now);
        return writer.Encode(header, 1, DateTime.UnixEpoch).Length;
    }

    private void Publish(int venue)
    {
        now = new Instant(now.Nanoseconds + 1_000);
        changes[venue].Image.Fill(books[venue].Book.Book, now);
        Apply(changes[venue]);
    }

    private void Start()
    {
        Apply(new RecoveryCompleted());
        foreach (Venue venue in reference.Venues)
            Apply(new VenueConnectionChanged(venue.Id, Connected: true, "benchmark"));
        foreach (Instrument instrument in reference.Instruments)
            Apply(new MarkPriceReceived(instrument.Id, 60_000m, now));
        foreach (Subaccount subaccount in subaccounts)
        {
            ImmutableArray<PositionSnapshot> positions = [new PositionSnapshot(subaccount.Instruments[0], new PositionLots(100), 60_010m, Leverage)];
            Apply(new AccountReported(new AccountSnapshot(subaccount.Id, now, [new AssetBalance(RoutingSituation.Tether, 10_000_000m)], positions)));
        }
    }

    private void Apply(InboundEvent inbound)
    {
        commands.Clear();
        engine.Apply(now, inbound, commands);
    }

    private static Subaccount Account(int index, int venues)
    {
        int venue = index % venues;
        return new Subaccount(
            new SubaccountId(index), $"account{index}", new VenueId(venue), RoutingSituation.RuleSet, RoutingSituation.Tether, 0.65m, [new InstrumentId(venue)]);
    }
}
