using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of the events that the journal holds. Market data and the passing of time are not among them.</summary>
internal static class EventCodec
{
    /// <summary>Writes an event; null, and nothing is written, for one that the journal does not hold.</summary>
    public static RecordKind? TryWrite(RecordWriter writer, InboundEvent inbound)
    {
        switch (inbound)
        {
            case ParentReceived received:
                OrderCodec.Write(writer, received.Request);
                writer.Flag(received.PossibleDuplicate);
                writer.Flag(received.PossibleResend);
                return RecordKind.ParentReceived;
            case BasketReceived received:
                BasketCodec.Write(writer, received.Request);
                writer.Flag(received.PossibleDuplicate);
                writer.Flag(received.PossibleResend);
                OrderCodec.WriteOptional(writer, received.Unsupported);
                return RecordKind.BasketReceived;
            case ParentUnsupported unsupported:
                Write(writer, unsupported);
                return RecordKind.ParentUnsupported;
            case AccountReported reported:
                LedgerCodec.Write(writer, reported.Snapshot);
                return RecordKind.AccountReported;
            case VenueConnectionChanged change:
                writer.Count(change.Venue.Value);
                writer.Flag(change.Connected);
                writer.Text(change.Reason);
                return RecordKind.VenueConnectionChanged;
            case MarginTablesReceived tables:
                MarginTablesCodec.Write(writer, tables);
                return RecordKind.MarginTablesReceived;
            case MarginRulesExpired expired:
                writer.Text(expired.RuleSet);
                return RecordKind.MarginRulesExpired;
            case KillSwitchChanged change:
                writer.Flag(change.Engaged);
                writer.Text(change.Operator);
                writer.Text(change.Reason);
                return RecordKind.KillSwitchChanged;
            case RecoveryCompleted:
                return RecordKind.RecoveryCompleted;
            case BookChanged or MarkPriceReceived or InsuranceFundReceived or WhatIfReported or TimeAdvanced or PreviewRequested or DeskQuestion:
                return null;
            default:
                return ReferenceCodec.TryWrite(writer, inbound) ?? DeskEventCodec.TryWrite(writer, inbound) ?? QuoteCodec.TryWrite(writer, inbound) ?? WriteChild(writer, inbound);
        }
    }

    /// <summary>Reads an event of a kind.</summary>
    public static InboundEvent Read(RecordKind kind, ref RecordReader reader) => kind switch
    {
        RecordKind.ParentReceived => new ParentReceived(OrderCodec.ReadRequest(ref reader), reader.Flag()) { PossibleResend = reader.Flag() },
        RecordKind.BasketReceived => new BasketReceived(BasketCodec.ReadRequest(ref reader), reader.Flag())
        {
            PossibleResend = reader.Flag(),
            Unsupported = OrderCodec.ReadOptionalRefusal(ref reader),
        },
        RecordKind.ParentUnsupported => ReadUnsupported(ref reader),
        RecordKind.ParentCancelRequested or RecordKind.ParentStatusRequested or RecordKind.ParentReplaceRequested => DeskEventCodec.Read(kind, ref reader),
        RecordKind.ParentsCancelRequested or RecordKind.ParentsStatusRequested => DeskEventCodec.Read(kind, ref reader),
        RecordKind.ListStatusRequested or RecordKind.ListCancelRequested or RecordKind.ExpiryReached or RecordKind.AllocationReceived => DeskEventCodec.Read(kind, ref reader),
        RecordKind.QuoteReceived or RecordKind.QuoteEnded or RecordKind.QuoteRequestEnded => QuoteCodec.Read(kind, ref reader),
        RecordKind.AccountReported => new AccountReported(LedgerCodec.ReadSnapshot(ref reader)),
        RecordKind.VenueConnectionChanged => new VenueConnectionChanged(new VenueId(reader.SmallCount()), reader.Flag(), reader.Text()),
        RecordKind.MarginTablesReceived => MarginTablesCodec.Read(ref reader),
        RecordKind.MarginRulesExpired => new MarginRulesExpired(reader.Text()),
        RecordKind.InstrumentTermsReceived or RecordKind.TickFollowed or RecordKind.FeeRatesReceived => ReferenceCodec.Read(kind, ref reader),
        RecordKind.KillSwitchChanged => new KillSwitchChanged(reader.Flag(), reader.Text(), reader.Text()),
        RecordKind.RecoveryCompleted => new RecoveryCompleted(),
        RecordKind.ChildAccepted => new ChildAccepted(OrderCodec.ReadChildId(ref reader), reader.Text()),
        RecordKind.ChildFilled => new ChildFilled(LedgerCodec.ReadFill(ref reader)),
        RecordKind.ChildEnded => new ChildEnded(OrderCodec.ReadChildId(ref reader), new QuantityLots(reader.Count()), reader.Text()),
        RecordKind.ChildRefused => new ChildRefused(OrderCodec.ReadChildId(ref reader), reader.Text(), reader.Text()),
        RecordKind.ChildDropped => new ChildDropped(OrderCodec.ReadChildId(ref reader), reader.Text()),
        RecordKind.ChildLost => new ChildLost(OrderCodec.ReadChildId(ref reader), reader.Text()),
        RecordKind.ChildTradeBusted => new ChildTradeBusted(OrderCodec.ReadChildId(ref reader), reader.Text(), new Instant(reader.Long())),
        RecordKind.ChildTradeCorrected => new ChildTradeCorrected(reader.Text(), LedgerCodec.ReadFill(ref reader)),
        RecordKind.ChildStatusReported => ReadStatus(ref reader),
        RecordKind.Header or RecordKind.Decision or RecordKind.BasketDecision or RecordKind.Valuation or RecordKind.Comparison or RecordKind.QuotesRequested =>
            throw new JournalFormatException($"{kind} is no event"),
    };

    private static RecordKind WriteChild(RecordWriter writer, InboundEvent inbound)
    {
        switch (inbound)
        {
            case ChildAccepted accepted:
                OrderCodec.Write(writer, accepted.Child);
                writer.Text(accepted.VenueOrderId);
                return RecordKind.ChildAccepted;
            case ChildFilled filled:
                LedgerCodec.Write(writer, filled.Fill);
                return RecordKind.ChildFilled;
            case ChildEnded ended:
                OrderCodec.Write(writer, ended.Child);
                writer.Count(ended.CumulativeQuantity.Value);
                writer.Text(ended.Reason);
                return RecordKind.ChildEnded;
            case ChildRefused refused:
                OrderCodec.Write(writer, refused.Child);
                writer.Text(refused.Code);
                writer.Text(refused.Message);
                return RecordKind.ChildRefused;
            case ChildDropped dropped:
                OrderCodec.Write(writer, dropped.Child);
                writer.Text(dropped.Reason);
                return RecordKind.ChildDropped;
            case ChildLost lost:
                OrderCodec.Write(writer, lost.Child);
                writer.Text(lost.Reason);
                return RecordKind.ChildLost;
            case ChildTradeBusted busted:
                OrderCodec.Write(writer, busted.Child);
                writer.Text(busted.VenueTradeId);
                writer.Long(busted.VenueTime.Nanoseconds);
                return RecordKind.ChildTradeBusted;
            case ChildTradeCorrected corrected:
                writer.Text(corrected.VenueTradeId);
                LedgerCodec.Write(writer, corrected.Corrected);
                return RecordKind.ChildTradeCorrected;
            case ChildStatusReported status:
                Write(writer, status);
                return RecordKind.ChildStatusReported;
            default:
                throw new InvalidOperationException($"{inbound.GetType().Name} has no place in the journal");
        }
    }

    private static void Write(RecordWriter writer, ParentUnsupported unsupported)
    {
        writer.Text(unsupported.Desk);
        writer.Text(unsupported.ClientOrderId);
        writer.Text(unsupported.Symbol);
        OrderCodec.Write(writer, unsupported.Side);
        writer.Decimal(unsupported.Quantity);
        OrderCodec.Write(writer, unsupported.Refusal);
        writer.Flag(unsupported.PossibleDuplicate);
    }

    private static ParentUnsupported ReadUnsupported(ref RecordReader reader) => new(
        reader.Text(), reader.Text(), reader.Text(), OrderCodec.ReadSide(ref reader), reader.Decimal(), OrderCodec.ReadRefusal(ref reader), reader.Flag());

    private static void Write(RecordWriter writer, ChildStatusReported status)
    {
        OrderCodec.Write(writer, status.Child);
        writer.Byte((byte)status.State);
        writer.Count(status.CumulativeQuantity.Value);
        writer.OptionalDecimal(status.AveragePrice);
        writer.OptionalDecimal(status.CumulativeFee);
        writer.Long(status.VenueTime.Nanoseconds);
    }

    private static ChildStatusReported ReadStatus(ref RecordReader reader) => new(
        OrderCodec.ReadChildId(ref reader),
        Enums.Read<VenueOrderState>(reader.Byte()),
        new QuantityLots(reader.Count()),
        reader.OptionalDecimal(),
        reader.OptionalDecimal(),
        new Instant(reader.Long()));
}
