using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Testing.Sessions;

/// <summary>
/// A random but truthful life of an engine: desks that order, cancel and repeat themselves; venues that fill, refuse, end, lose lines and
/// messages and answer queries; books and marks that move or go; a kill switch. The same seed gives the same life.
/// </summary>
public sealed class RandomSession
{
    private readonly Random random;
    private readonly TestVenue[] venues;
    private readonly Queue<QueryChild> queries = new();
    private readonly Action<RandomSession, InboundEvent, IReadOnlyList<OutboundCommand>> watch;
    private readonly Firm? firm;
    private readonly TestMakers? makers;
    private InboundEvent? last;
    private int orders;

    /// <summary>Begins a life.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="watch">Called after each event with the commands that it gave.</param>
    /// <param name="firm">The firm; null for <see cref="TestFirm.Firm"/>. Where it names makers, they answer its requests as they like.</param>
    public RandomSession(int seed, Action<RandomSession, InboundEvent, IReadOnlyList<OutboundCommand>> watch, Firm? firm = null)
    {
        random = new Random(seed);
        this.firm = firm;
        makers = firm is { QuoteMakers.IsEmpty: false } ? new TestMakers(random) : null;
        Session = new TestSession(firm);
        this.watch = watch;
        venues =
        [
            new TestVenue(TestFirm.Alpha, new VenueBooks(TestFirm.AlphaAccount, TestFirm.Perpetual, 10m, ("USDT", 200_000m)), random),
            new TestVenue(TestFirm.Beta, new VenueBooks(TestFirm.BetaAccount, TestFirm.Margined, 5m, ("USD", 200_000m)), random),
            new TestVenue(TestFirm.Gamma, new VenueBooks(TestFirm.GammaAccount, TestFirm.Spot, null, ("USD", 200_000m), ("BTC", 3m)), random),
        ];
    }

    /// <summary>The engine and its journal; another one after <see cref="Crash"/>.</summary>
    public TestSession Session { get; private set; }

    /// <summary>Opens the market.</summary>
    public void Open()
    {
        foreach (TestVenue venue in venues)
            Join(venue);
        Refresh();
    }

    /// <summary>One random thing happens.</summary>
    public void Step()
    {
        if (Session.Engine.IsKilled && random.Next(20) == 0)
            Apply(new KillSwitchChanged(Engaged: false, "operator", "random"));
        Session.Pass(random.Next(10) == 0 ? random.Next(2_000) : random.Next(20));
        if (Session.Engine.NextQuoteWindow <= Session.Now)
            Apply(new ExpiryReached());
        if (makers?.Speak(Session.Now) is { } said)
            Apply(said);
        TestVenue venue = venues[random.Next(venues.Length)];
        switch (random.Next(100))
        {
            case < 8:
                if (Session.Engine.NextExpiry <= Session.Now)
                    Apply(new ExpiryReached());
                Apply(new TimeAdvanced());
                break;
            case < 16:
                MoveMarket();
                break;
            case < 28:
                Order();
                break;
            case < 32:
                Apply(new ParentCancelRequested(TestFirm.Desk, $"C{random.Next(1_000)}", $"A{random.Next(1, orders + 2)}"));
                break;
            case < 33:
                Replace();
                break;
            case < 34:
                Apply(new ParentStatusRequested(TestFirm.Desk, $"A{random.Next(1, orders + 2)}", "BTC-USD", Side.Buy));
                break;
            case < 58:
                venue.Progress(Session.Now);
                break;
            case < 84:
                Deliver(venue);
                break;
            case < 87:
                Repeat();
                break;
            case < 90:
                Toggle(venue);
                break;
            case < 96:
                AnswerOne();
                break;
            case < 99:
                State(venue);
                break;
            default:
                Apply(new KillSwitchChanged(Engaged: true, "operator", "random"));
                break;
        }
    }

    /// <summary>The process dies after its last event was journaled but, sometimes, before its commands left; a new one recovers from the journal.</summary>
    public void Crash()
    {
        Instant now = Session.Now;
        Session = TestSession.Recover([.. Session.Journal], firm);
        Session.Pass((now.NanosecondsSince(Session.Now) / Instant.NanosecondsPerMillisecond) + 1);
        queries.Clear();
        last = null;
        foreach (TestVenue venue in venues)
            venue.Cut();
        Apply(new RecoveryCompleted());
        foreach (TestVenue venue in venues)
            Join(venue);
        Refresh();
    }

    /// <summary>Everything comes to rest: lines up, orders ended, messages delivered, queries answered, no new decisions.</summary>
    public void Settle()
    {
        Apply(new KillSwitchChanged(Engaged: true, "operator", "settle"));
        while (venues.Any(venue => venue.HasOpen || !venue.IsQuiet || !venue.IsUp) || queries.Count > 0)
        {
            foreach (TestVenue venue in venues)
            {
                if (!venue.IsUp)
                    Join(venue);
                venue.EndAll(Session.Now);
                while (!venue.IsQuiet)
                    Deliver(venue);
            }

            while (queries.Count > 0)
                AnswerOne();
        }
    }

    /// <summary>How far the ledger is from the venues' own books, by account: lots of position and money.</summary>
    public IEnumerable<(string Account, long Lots, decimal Money)> Distances()
    {
        for (int i = 0; i < venues.Length; i++)
        {
            AccountState account = Session.Engine.Ledger[new SubaccountId(i)];
            (long lots, decimal money) = venues[i].Books.DistanceOf(account);
            yield return (account.Subaccount.Name, lots, money);
        }
    }

    private void Apply(InboundEvent inbound)
    {
        IReadOnlyList<OutboundCommand> commands = Session.Apply(inbound);
        foreach (OutboundCommand command in commands)
            Carry(command);
        watch(this, inbound, commands);
    }

    private void Carry(OutboundCommand command)
    {
        switch (command)
        {
            case SendChild send:
                TestVenue venue = VenueOf(send.Terms);
                if (!venue.Send(send.Terms))
                    throw new InvalidOperationException($"child {CommandText.Of(send.Terms.Id)} was sent twice");
                break;
            case RequestQuotes request:
                makers!.Ask(request);
                break;
            case EndQuoteRequest end:
                makers!.End(end);
                break;
            case CancelChild cancel when random.Next(4) != 0:
                VenueOf(cancel.Terms).Cancel(cancel, Session.Now);
                break;
            case QueryChild query:
                queries.Enqueue(query);
                break;
        }
    }

    private void Order()
    {
        string id = orders > 0 && random.Next(15) == 0 ? $"A{random.Next(1, orders + 1)}" : $"A{++orders}";
        Apply(new ParentReceived(Request(id), random.Next(20) == 0));
    }

    /// <summary>Replaces an order by its last id, or by one that is not the last or not known.</summary>
    private void Replace()
    {
        ParentOrder? parent = Session.Engine.Parents.Count == 0 ? null : Session.Engine.Parents[random.Next(Session.Engine.Parents.Count)];
        string original = parent is null || random.Next(10) == 0 ? $"A{random.Next(1, orders + 2)}" : parent.Request.ClientOrderId;
        ParentRequest request = Request($"A{++orders}");
        Apply(new ParentReplaceRequested(request with { Side = parent?.Request.Side ?? request.Side }, original, random.Next(20) == 0));
    }

    private ParentRequest Request(string id)
    {
        bool market = random.Next(3) == 0;
        TimeInForce[] lives = Enum.GetValues<TimeInForce>();
        TimeInForce life = lives[random.Next(lives.Length)];
        decimal quantity = random.Next(20) == 0 ? random.Next(0, 3) * 0.00005m : random.Next(1, 40_000) * 0.0001m;
        return new ParentRequest(
            TestFirm.Desk,
            id,
            random.Next(30) == 0 ? "DOGE-USD" : "BTC-USD",
            random.Next(2) == 0 ? Side.Buy : Side.Sell,
            quantity,
            market ? OrderType.Market : OrderType.Limit,
            market ? null : random.Next(59_900, 60_100),
            life)
        {
            ExpireAt = life == TimeInForce.GoodTillDate ? Session.Now.PlusMilliseconds(random.Next(2_000)) : null,
            MinimumQuantity = random.Next(10) == 0 && quantity > 0.0001m ? 0.0001m : null,
            Account = random.Next(10) == 0 ? "beta-1" : null,
        };
    }

    private void MoveMarket()
    {
        if (random.Next(8) == 0)
            Apply(MarketEvents.Book(new InstrumentId(random.Next(3)), Session.Now, [], [], Core.MarketData.BookState.Gapped));
        else
            Refresh();
    }

    private void Refresh()
    {
        foreach (InstrumentId id in new[] { TestFirm.Perpetual, TestFirm.Margined, TestFirm.Spot })
        {
            decimal mid = random.Next(59_950, 60_050);
            Apply(MarketEvents.Book(id, Session.Now, Levels(mid, -1), Levels(mid, 1)));
        }

        decimal tether = 1m + (random.Next(-5, 6) * 0.0001m);
        Apply(MarketEvents.Book(TestFirm.Currency, Session.Now, [(tether - 0.0001m, 1_000m)], [(tether + 0.0001m, 1_000m)]));
        Apply(new MarkPriceReceived(TestFirm.Perpetual, random.Next(59_950, 60_050), Session.Now));
    }

    private IEnumerable<(decimal Price, decimal Quantity)> Levels(decimal mid, int direction)
    {
        decimal price = mid;
        for (int level = random.Next(1, 6); level > 0; level--)
        {
            price += direction * random.Next(1, 15);
            yield return (price, random.Next(1, 1_500) * 0.001m);
        }
    }

    private void Deliver(TestVenue venue)
    {
        if (venue.Receive() is not InboundEvent inbound)
            return;
        last = inbound;
        Apply(inbound);
    }

    private void Repeat()
    {
        // Adapters repeat executions and acknowledgements after a reconnect.
        if (last is ChildFilled or ChildAccepted)
            Apply(last);
    }

    private void Toggle(TestVenue venue)
    {
        if (venue.IsUp)
            Apply(venue.Cut());
        else
            Join(venue);
    }

    private void Join(TestVenue venue)
    {
        Apply(venue.Join());
        State(venue);
    }

    private void State(TestVenue venue)
    {
        if (venue.IsUp)
            Apply(venue.State(Session.Now));
    }

    private void AnswerOne()
    {
        if (!queries.TryDequeue(out QueryChild? query))
            return;
        TestVenue venue = VenueOf(query.Terms);
        if (!venue.IsUp)
            return;
        Instant stated = Session.Engine.Ledger[query.Terms.Subaccount].AsOf;
        foreach (InboundEvent inbound in venue.Answer(query, Session.Now, stated).ToArray())
            Apply(inbound);
    }

    private TestVenue VenueOf(ChildOrderTerms terms) => venues[TestFirm.Reference[terms.Instrument].Venue.Value];
}
