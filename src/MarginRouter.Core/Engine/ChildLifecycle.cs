using MarginRouter.Core.Engine.Baskets;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Engine.Trades;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine;

/// <summary>What venues say of children: states, fills, ledger entries and reports to the desk. Executions are never dropped.</summary>
internal sealed class ChildLifecycle(Firm firm, OrderRegister orders, FirmLedger ledger, (StatementWatch Statements, FeeWatch Fees) watched)
{
    private readonly TradeReversal reversal = new(orders, ledger);
    private readonly List<ParentOrder> touched = [];
    private readonly List<BasketOrder> touchedBaskets = [];

    /// <summary>What venues gave of what they displayed.</summary>
    public FillRatios FillRatios { get; } = new();

    /// <summary>Children sent to venues in their current windows.</summary>
    public OrderRates Rates { get; } = new(firm);

    /// <summary>Parents one of whose children became final since the last call, or that were touched otherwise; in order.</summary>
    public IReadOnlyList<ParentOrder> TakeTouched()
    {
        if (touched.Count == 0)
            return [];
        ParentOrder[] taken = [.. touched];
        touched.Clear();
        return taken;
    }

    /// <summary>The same for baskets, one of whose legs was touched.</summary>
    public IReadOnlyList<BasketOrder> TakeTouchedBaskets()
    {
        if (touchedBaskets.Count == 0)
            return [];
        BasketOrder[] taken = [.. touchedBaskets];
        touchedBaskets.Clear();
        return taken;
    }

    /// <summary>Asks that a basket be looked at.</summary>
    public void Touch(BasketOrder basket)
    {
        if (!touchedBaskets.Contains(basket))
            touchedBaskets.Add(basket);
    }

    /// <summary>Asks that a parent be looked at, or the basket that it is a leg of.</summary>
    public void Touch(ParentOrder parent)
    {
        if (parent.Leg is { } leg)
        {
            Touch(leg.Basket);
            return;
        }

        if (!touched.Contains(parent))
            touched.Add(parent);
    }

    /// <summary>Registers a decided child; from now on its open size is reserved.</summary>
    public void Intend(Instant at, ParentOrder parent, ChildOrderTerms terms, PriceVector prices)
    {
        Instrument instrument = firm.Reference[terms.Instrument];
        if (!prices.TryConvert(instrument.Quote, parent.Product.Pricing, out decimal rate, out Refusal? refusal))
            throw new InvalidOperationException($"decided child {terms.Id} has no conversion: {refusal}");
        ChildOrder child = new(terms);
        orders.Add(new ChildRecord(child, parent, rate, parent.Product.LotsPer(instrument)));
        ledger.Reserve(child);
        Rates.Note(instrument.Venue, at);
    }

    public void Apply(Instant at, InboundEvent inbound, CommandList commands)
    {
        switch (inbound)
        {
            case ChildAccepted accepted when Find(accepted.Child, commands) is ChildRecord record:
                record.Order.VenueOrderId = accepted.VenueOrderId;
                Signal(record, ChildSignal.Accepted, commands);
                break;
            case ChildFilled filled when Find(filled.Fill.Child, commands) is ChildRecord record:
                Take(at, record, filled.Fill, commands);
                break;
            case ChildTradeBusted busted when Find(busted.Child, commands) is ChildRecord record:
                Bust(at, record, busted, commands);
                break;
            case ChildTradeCorrected corrected when Find(corrected.Corrected.Child, commands) is ChildRecord record:
                Correct(at, record, corrected, commands);
                break;
            case ChildEnded ended when Find(ended.Child, commands) is ChildRecord record:
                End(record, ended.CumulativeQuantity, commands);
                break;
            case ChildRefused refused when Find(refused.Child, commands) is ChildRecord record:
                record.Parent.Blocking = record.Parent.Blocking.Add(VenueRefusal(record, refused));
                Signal(record, ChildSignal.Refused, commands);
                break;
            case ChildDropped dropped when Find(dropped.Child, commands) is ChildRecord record:
                Signal(record, ChildSignal.Dropped, commands);
                break;
            case ChildLost lost when Find(lost.Child, commands) is ChildRecord record:
                Lose(record, commands);
                break;
            case ChildStatusReported status when Find(status.Child, commands) is ChildRecord record:
                Reconcile(at, record, status, commands);
                break;
        }
    }

    /// <summary>The venue's order connection broke: what was open there is unknown until asked.</summary>
    public void LoseOpen(VenueId venue)
    {
        foreach (ChildRecord record in orders.OpenChildren)
        {
            if (VenueOf(record) == venue)
                record.Order.TryApply(ChildSignal.Lost);
        }
    }

    /// <summary>After a restart nothing is known of any open child.</summary>
    public void LoseAll()
    {
        foreach (ChildRecord record in orders.OpenChildren)
            record.Order.TryApply(ChildSignal.Lost);
    }

    /// <summary>Asks a venue that can be reached again about its unknown children.</summary>
    public void QueryUnknown(VenueId venue, CommandList commands)
    {
        foreach (ChildRecord record in orders.OpenChildren)
        {
            if (VenueOf(record) == venue && record.Order.Status == ChildStatus.Unknown)
                commands.Add(new QueryChild(record.Order.Terms, record.Order.VenueOrderId));
        }
    }

    private ChildRecord? Find(ChildOrderId id, CommandList commands)
    {
        ChildRecord? record = orders.Child(id);
        if (record is null)
            commands.Add(new RaiseAlarm("unknownChild", $"a venue reported {id}, which this journal does not hold"));
        return record;
    }

    private void Signal(ChildRecord record, ChildSignal signal, CommandList commands)
    {
        bool wasFinal = ChildTransitions.IsFinal(record.Order.Status);
        ChildStatus before = record.Order.Status;
        if (!record.Order.TryApply(signal))
        {
            commands.Add(new RaiseAlarm("venueContradiction", $"child {record.Order.Terms.Id}: {signal} in {before}, ignored"));
            return;
        }

        if (!wasFinal)
            CloseIfFinal(record);
    }

    private void CloseIfFinal(ChildRecord record)
    {
        if (!ChildTransitions.IsFinal(record.Order.Status))
            return;
        orders.Close(record);
        ledger.Release(record.Order);
        Touch(record.Parent);

        // What we cancelled ourselves says nothing about the venue's book.
        bool fromBook = record.Order.Terms.Quote is null && record.Order.Status is ChildStatus.Filled or ChildStatus.Canceled
            && (record.Parent.Leg?.Basket.Status ?? record.Parent.Status) != ParentStatus.PendingCancel;
        if (fromBook)
            FillRatios.Note(VenueOf(record), record.Order);
    }

    private void Lose(ChildRecord record, CommandList commands)
    {
        if (ChildTransitions.IsFinal(record.Order.Status))
            return;
        Signal(record, ChildSignal.Lost, commands);
        commands.Add(new QueryChild(record.Order.Terms, record.Order.VenueOrderId));
    }

    private void Take(Instant at, ChildRecord record, Fill fill, CommandList commands)
    {
        if (fill.Quantity.IsZero || fill.Price <= 0m)
        {
            // Something filled, but not like this: the child is asked for its total.
            commands.Add(new RaiseAlarm("invalidFill", $"child {record.Order.Terms.Id}: trade {fill.VenueTradeId} of {fill.Quantity.Value} lots at {fill.Price}, not booked"));
            Lose(record, commands);
        }
        else if (record.Note(fill.VenueTradeId))
        {
            Fill(at, record, fill, commands);
        }
    }

    private void Fill(Instant at, ChildRecord record, Fill fill, CommandList commands)
    {
        // A status answer may have told the total before the executions came one by one: those lots are booked already. Venues state
        // times in different precision, so an execution of the same millisecond counts as told.
        bool told = fill.VenueTime.ToMilliseconds() <= record.InferredThrough.ToMilliseconds();
        QuantityLots known = new(told ? Math.Min(record.Inferred.Value, fill.Quantity.Value) : 0);
        record.Inferred -= known;
        if (known == fill.Quantity)
            return;
        Fill booked = known.IsZero ? fill : fill with
        {
            Quantity = fill.Quantity - known,
            Fee = fill.Fee * (fill.Quantity - known).Value / fill.Quantity.Value,
        };
        Book(at, record, (known.IsZero ? fill.VenueTradeId : $"{fill.VenueTradeId} beyond a total", booked), (ExecutionKind.Trade, null), commands);
    }

    private void Bust(Instant at, ChildRecord record, ChildTradeBusted busted, CommandList commands)
    {
        if (Booked(record, busted.VenueTradeId, "took back", commands) is not { IsBusted: false } trade)
            return;
        reversal.Apply(record, trade, busted.VenueTime);
        Tell(at, record, trade, commands);
    }

    private void Correct(Instant at, ChildRecord record, ChildTradeCorrected corrected, CommandList commands)
    {
        if (record.Trade(corrected.Corrected.VenueTradeId)?.Correction == corrected.Corrected)
            return;
        if (Booked(record, corrected.VenueTradeId, "corrected", commands) is not { IsBusted: false } trade)
            return;
        Fill stated = corrected.Corrected;
        if (stated.Quantity.IsZero || stated.Price <= 0m)
        {
            commands.Add(new RaiseAlarm("invalidFill", $"child {record.Order.Terms.Id}: trade {stated.VenueTradeId} corrected to {stated.Quantity.Value} lots at {stated.Price}, not booked"));
            return;
        }

        reversal.Apply(record, trade, stated.VenueTime);
        record.Note(stated.VenueTradeId);

        // The ledger knows trades by id: what holds now needs one of its own, also where the venue keeps its id.
        Fill booked = stated with { VenueTradeId = $"{stated.VenueTradeId} corrected {record.Trades.Count}" };
        ChildTrade now = Book(at, record, (stated.VenueTradeId, booked), (ExecutionKind.TradeCorrect, trade.Report), commands);
        now.Correction = stated;
        if (!now.InParent)
            Tell(at, record, trade, commands);
        else
            Touch(record.Parent);
    }

    /// <summary>The trade that a venue speaks of; where it is not known by itself the child is asked for its total.</summary>
    private ChildTrade? Booked(ChildRecord record, string tradeId, string done, CommandList commands)
    {
        if (record.Trade(tradeId) is { } trade)
            return trade;
        commands.Add(new RaiseAlarm("unknownTrade", $"child {record.Order.Terms.Id}: the venue {done} trade {tradeId}, which is not booked by itself; only its next statement will show it"));
        Lose(record, commands);
        return null;
    }

    /// <summary>Tells the desk that a trade is taken back; an order that is alive goes on, a basket's operator is called.</summary>
    private void Tell(Instant at, ChildRecord record, ChildTrade trade, CommandList commands)
    {
        if (!trade.InParent)
            return;
        if (trade.Report is long told)
        {
            string venue = firm.Reference[VenueOf(record)].Name;
            ReportParent report = ReportBuilder.OfTrade(record, trade.Fill, orders.NextReport(), venue, firm.Subaccounts[record.Order.Terms.Subaccount.Value].Name, at)
                with
            { Kind = ExecutionKind.TradeCancel, ReferencedReport = told };
            orders.Trades.Add(report);
            commands.Add(report);
        }

        if (record.Parent.Leg is { } leg && ParentTransitions.IsFinal(leg.Basket.Status))
            commands.Add(new RaiseAlarm("basketTradeTakenBack", $"child {record.Order.Terms.Id}: a trade of the ended basket {leg.Basket.Request.ClientOrderId} was taken back; its legs are uneven"));
        Touch(record.Parent);
    }

    /// <summary>Books a trade, counts it where it fits and tells it.</summary>
    private ChildTrade Book(Instant at, ChildRecord record, (string VenueId, Fill Fill) booked, (ExecutionKind Kind, long? Of) told, CommandList commands)
    {
        Fill fill = booked.Fill;
        ChildOrderTerms terms = record.Order.Terms;
        ledger.ApplyFill(terms, fill);
        ChildTrade trade = new(fill);
        record.Keep(booked.VenueId, trade);
        if (fill.Quantity > record.Order.Unfilled)
        {
            commands.Add(new RaiseAlarm("overfill", $"child {terms.Id}: {fill.Quantity.Value} lots filled, {record.Order.Unfilled.Value} were open; booked in the account only"));
            return trade;
        }

        bool wasFinal = ChildTransitions.IsFinal(record.Order.Status);
        if (!record.Order.TryFill(fill.Quantity))
        {
            commands.Add(new RaiseAlarm("venueContradiction", $"child {terms.Id}: a fill in {record.Order.Status}; booked in the account only"));
            return trade;
        }

        record.FilledNotional += fill.Price * fill.Quantity.Value;
        record.FilledFee += fill.Fee;
        trade.InChild = true;
        Count(at, record, trade, told, commands);
        if (record.EndedCumulative == record.Order.Filled)
            record.Order.TryApply(ChildSignal.Ended);
        if (!wasFinal)
            CloseIfFinal(record);
        return trade;
    }

    /// <summary>Counts a child's fill to its parent and tells the desk.</summary>
    private void Count(Instant at, ChildRecord record, ChildTrade trade, (ExecutionKind Kind, long? Of) told, CommandList commands)
    {
        Fill fill = trade.Fill;
        ParentOrder parent = record.Parent;
        ChildOrderTerms terms = record.Order.Terms;
        QuantityLots lots = new(fill.Quantity.Value * record.ProductLotsPerLot);
        QuantityLots wanted = parent.Quantity - parent.Filled;
        if (lots > wanted)
        {
            // A child that its venue called ended filled after all, when its size had been sent again.
            commands.Add(new RaiseAlarm("parentOverfill", $"child {terms.Id}: {lots.Value} product lots filled, parent {parent.Id.Value} wanted {wanted.Value}; booked in the account only"));
            return;
        }

        parent.Fill(lots, fill.Price * record.ConversionRate);
        trade.InParent = true;
        if (ParentTransitions.IsFinal(parent.Status))
            Touch(parent);
        string venue = firm.Reference[VenueOf(record)].Name;
        string subaccount = firm.Subaccounts[terms.Subaccount.Value].Name;
        if (parent.Leg is not { Basket.Request.Reporting: BasketReporting.Whole })
        {
            ReportParent report = ReportBuilder.OfTrade(record, fill, orders.NextReport(), venue, subaccount, at) with { Kind = told.Kind, ReferencedReport = told.Of };
            trade.Report = report.ReportNumber;
            orders.Trades.Add(report);
            commands.Add(report);
        }

        if (parent.Leg is { } leg)
            BasketReports.AfterFill(leg.Basket, orders, at, commands);
    }

    private void End(ChildRecord record, QuantityLots cumulative, CommandList commands)
    {
        if (cumulative > record.Order.Filled && !ChildTransitions.IsFinal(record.Order.Status))
        {
            // The venue counts fills that have not arrived: keep the reservation and ask.
            record.EndedCumulative = cumulative;
            Lose(record, commands);
            return;
        }

        if (cumulative < record.Order.Filled)
            commands.Add(new RaiseAlarm("venueContradiction", $"child {record.Order.Terms.Id}: ended at {cumulative.Value} lots, {record.Order.Filled.Value} are booked"));
        Signal(record, ChildSignal.Ended, commands);
    }

    private void Reconcile(Instant at, ChildRecord record, ChildStatusReported status, CommandList commands)
    {
        if (ChildTransitions.IsFinal(record.Order.Status))
            return;
        if (status.CumulativeQuantity > record.Order.Filled)
            Infer(at, record, status, commands);
        if (ChildTransitions.IsFinal(record.Order.Status))
            return;
        ChildSignal signal = status.State switch
        {
            VenueOrderState.Working => ChildSignal.Accepted,
            VenueOrderState.Filled or VenueOrderState.Ended => ChildSignal.Ended,
            VenueOrderState.Refused => ChildSignal.Refused,
            VenueOrderState.NotFound => record.Order.Filled.IsZero ? ChildSignal.NotFound : ChildSignal.Ended,
        };
        Signal(record, signal, commands);
    }

    private void Infer(Instant at, ChildRecord record, ChildStatusReported status, CommandList commands)
    {
        ChildOrderTerms terms = record.Order.Terms;
        Instrument instrument = firm.Reference[terms.Instrument];
        QuantityLots missing = status.CumulativeQuantity - record.Order.Filled;
        decimal? implied = ((status.AveragePrice * status.CumulativeQuantity.Value) - record.FilledNotional) / missing.Value;
        bool stated = implied > 0m;
        decimal price = stated ? implied!.Value : instrument.Price(terms.LimitPrice);
        decimal fee = status.CumulativeFee is decimal total
            ? total - record.FilledFee
            : price * missing.Value * instrument.BasePerLot * watched.Fees[terms.Subaccount].TakerRate(instrument);
        if (!stated)
            commands.Add(new RaiseAlarm("assumedPrice", $"child {terms.Id}: the venue states {missing.Value} more lots without a usable price; booked at the limit price"));
        record.Inferred += missing;
        record.InferredThrough = status.VenueTime > record.InferredThrough ? status.VenueTime : record.InferredThrough;
        if (status.VenueTime > ledger[terms.Subaccount].AsOf)
            watched.Statements.Require(terms.Subaccount, status.VenueTime);
        string tradeId = $"status:{status.CumulativeQuantity.Value}";
        Book(at, record, (tradeId, new Fill(terms.Id, tradeId, missing, price, fee, instrument.Settlement, status.VenueTime)), (ExecutionKind.Trade, null), commands);
    }

    private VenueId VenueOf(ChildRecord record) => firm.Reference[record.Order.Terms.Instrument].Venue;

    private static Refusal VenueRefusal(ChildRecord record, ChildRefused refused) =>
        new(RefusalReason.VenueRejected, $"child {record.Order.Terms.Id.Parent.Value}-{record.Order.Terms.Id.Attempt}-{record.Order.Terms.Id.Leg}: {refused.Code} {refused.Message}");
}
