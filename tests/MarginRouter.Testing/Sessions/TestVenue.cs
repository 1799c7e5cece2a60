using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Testing.Sessions;

/// <summary>An invented venue with one account: orders with a true fate, and a line to the router on which messages wait and may be lost.</summary>
internal sealed class TestVenue(VenueId id, VenueBooks books, Random random)
{
    private readonly SortedDictionary<string, VenueOrder> orders = new(StringComparer.Ordinal);
    private readonly Queue<InboundEvent> line = new();
    private int trades;

    public VenueId Id => id;

    public VenueBooks Books => books;

    public bool IsUp { get; private set; }

    public bool IsQuiet => line.Count == 0;

    public IEnumerable<VenueOrder> Orders => orders.Values;

    /// <summary>True while an order may still fill.</summary>
    public bool HasOpen => orders.Values.Any(order => order.Phase is VenueOrderPhase.OnItsWay or VenueOrderPhase.Working);

    /// <summary>Takes an order; false when its id was used before.</summary>
    public bool Send(ChildOrderTerms terms) => orders.TryAdd(CommandText.Of(terms.Id), new VenueOrder(terms));

    public void Cancel(CancelChild cancel, Instant now)
    {
        if (orders.TryGetValue(CommandText.Of(cancel.Terms.Id), out VenueOrder? order) && order.Phase == VenueOrderPhase.Working)
            End(order, now);
    }

    /// <summary>Moves a random open order on.</summary>
    public void Progress(Instant now)
    {
        VenueOrder[] open = [.. orders.Values.Where(order => order.Phase is VenueOrderPhase.OnItsWay or VenueOrderPhase.Working)];
        if (open.Length == 0)
            return;
        VenueOrder picked = open[random.Next(open.Length)];
        if (picked.Phase == VenueOrderPhase.OnItsWay)
            Arrive(picked, now);
        else if (random.Next(3) == 0)
            End(picked, now);
        else
            Execute(picked, now);
    }

    /// <summary>The next message, or null when there is none or the line is down.</summary>
    public InboundEvent? Receive() => IsUp && line.TryDequeue(out InboundEvent? inbound) ? inbound : null;

    /// <summary>Cuts the line: each message on it is lost or kept until it is up again, in its place.</summary>
    public VenueConnectionChanged Cut()
    {
        IsUp = false;
        for (int left = line.Count; left > 0; left--)
        {
            InboundEvent inbound = line.Dequeue();
            if (random.Next(2) == 0)
                line.Enqueue(inbound);
        }

        return new VenueConnectionChanged(id, Connected: false, "cut");
    }

    public VenueConnectionChanged Join()
    {
        IsUp = true;
        return new VenueConnectionChanged(id, Connected: true, "joined");
    }

    public AccountReported State(Instant now) => new(books.Statement(now));

    /// <summary>Answers a query truly: the executions one by one, or only their sum where the account's last statement does not cut through them.</summary>
    public IEnumerable<InboundEvent> Answer(QueryChild query, Instant now, Instant stated)
    {
        if (!orders.TryGetValue(CommandText.Of(query.Terms.Id), out VenueOrder? order))
            order = new VenueOrder(query.Terms) { Phase = VenueOrderPhase.NeverArrived };
        bool cut = order.Executions.Any(fill => fill.VenueTime <= stated) && order.Executions.Any(fill => fill.VenueTime > stated);
        if (cut || random.Next(2) == 0)
        {
            foreach (Fill fill in order.Executions)
                yield return new ChildFilled(fill);
        }

        yield return order.Answer(now);
    }

    /// <summary>Ends what is open.</summary>
    public void EndAll(Instant now)
    {
        foreach (VenueOrder order in orders.Values)
        {
            if (order.Phase == VenueOrderPhase.Working)
                End(order, now);
            else if (order.Phase == VenueOrderPhase.OnItsWay)
                Lose(order);
        }
    }

    private void Arrive(VenueOrder order, Instant now)
    {
        if (order.Terms.Quote?.ValidUntil < now)
        {
            order.Phase = VenueOrderPhase.Refused;
            line.Enqueue(new ChildRefused(order.Terms.Id, "7", "the quote has run out"));
            return;
        }

        switch (random.Next(10))
        {
            case 0:
                order.Phase = VenueOrderPhase.Refused;
                line.Enqueue(new ChildRefused(order.Terms.Id, "-1", "no"));
                break;
            case 1:
                order.Phase = VenueOrderPhase.NeverArrived;
                line.Enqueue(new ChildDropped(order.Terms.Id, "late"));
                break;
            case 2:
                Lose(order);
                break;
            default:
                order.Phase = VenueOrderPhase.Working;
                if (random.Next(4) != 0)
                    line.Enqueue(new ChildAccepted(order.Terms.Id, order.VenueOrderId));
                break;
        }
    }

    private void Lose(VenueOrder order)
    {
        order.Phase = VenueOrderPhase.NeverArrived;
        line.Enqueue(new ChildLost(order.Terms.Id, "silence"));
    }

    private void Execute(VenueOrder order, Instant now)
    {
        Instrument instrument = TestFirm.Reference[order.Terms.Instrument];
        bool isWhole = order.Terms.Quote?.AllOrNothing == true;
        long lots = isWhole || random.Next(2) == 0 ? order.Unfilled.Value : random.NextInt64(1, order.Unfilled.Value + 1);
        decimal price = instrument.Price(order.Terms.LimitPrice) - (order.Terms.Side.Sign() * random.Next(0, 20));
        decimal fee = decimal.Round(price * lots * instrument.BasePerLot * instrument.Fees.TakerRate, 6);
        Fill fill = new(order.Terms.Id, $"{id.Value}-{++trades}", new QuantityLots(lots), price, fee, instrument.Settlement, now);
        order.Executions.Add(fill);
        books.Book(order.Terms.Side, fill);
        line.Enqueue(new ChildFilled(fill));
        if (order.Unfilled.IsZero)
            order.Phase = VenueOrderPhase.Over;
    }

    private void End(VenueOrder order, Instant now)
    {
        order.Phase = VenueOrderPhase.Over;
        line.Enqueue(new ChildEnded(order.Terms.Id, order.Filled, $"ended at {now.Nanoseconds}"));
    }
}
