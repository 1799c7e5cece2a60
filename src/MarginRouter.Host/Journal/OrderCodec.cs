using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of order records.</summary>
internal static class OrderCodec
{
    public static void Write(RecordWriter writer, ParentRequest request)
    {
        writer.Text(request.Desk);
        writer.Text(request.ClientOrderId);
        writer.Text(request.Symbol);
        Write(writer, request.Side);
        writer.Decimal(request.Quantity);
        writer.Byte((byte)request.OrderType);
        writer.OptionalDecimal(request.LimitPrice);
        writer.Byte((byte)request.TimeInForce);
        RouteRuleCodec.WriteOptional(writer, request.Instructions);
        WriteOptional(writer, request.ExpireAt);
        writer.OptionalDecimal(request.MinimumQuantity);
        writer.OptionalDecimal(request.MaximumShow);
        writer.OptionalText(request.Account);
        writer.OptionalText(request.ListId);
        Write(writer, request.Parties);
        Write(writer, request.Allocations);
    }

    public static void Write(RecordWriter writer, ImmutableArray<OrderAllocation> allocations)
    {
        writer.Count(allocations.Length);
        foreach (OrderAllocation allocation in allocations)
        {
            writer.Text(allocation.Account);
            writer.Decimal(allocation.Quantity);
        }
    }

    public static ParentRequest ReadRequest(ref RecordReader reader) => new(
        reader.Text(),
        reader.Text(),
        reader.Text(),
        ReadSide(ref reader),
        reader.Decimal(),
        Enums.Read<OrderType>(reader.Byte()),
        reader.OptionalDecimal(),
        Enums.Read<TimeInForce>(reader.Byte()))
    {
        Instructions = RouteRuleCodec.ReadOptionalInstructions(ref reader),
        ExpireAt = ReadOptionalInstant(ref reader),
        MinimumQuantity = reader.OptionalDecimal(),
        MaximumShow = reader.OptionalDecimal(),
        Account = reader.OptionalText(),
        ListId = reader.OptionalText(),
        Parties = ReadParties(ref reader),
        Allocations = ReadAllocations(ref reader),
    };

    public static void Write(RecordWriter writer, ImmutableArray<OrderParty> parties)
    {
        writer.Count(parties.Length);
        foreach (OrderParty party in parties)
        {
            writer.Text(party.Id);
            writer.Text(party.Source);
            writer.Long(party.Role);
        }
    }

    public static ImmutableArray<OrderParty> ReadParties(ref RecordReader reader)
    {
        ImmutableArray<OrderParty>.Builder parties = ImmutableArray.CreateBuilder<OrderParty>();
        for (int left = reader.SmallCount(); left > 0; left--)
            parties.Add(new OrderParty(reader.Text(), reader.Text(), checked((int)reader.Long())));
        return parties.ToImmutable();
    }

    public static ImmutableArray<OrderAllocation> ReadAllocations(ref RecordReader reader)
    {
        ImmutableArray<OrderAllocation>.Builder allocations = ImmutableArray.CreateBuilder<OrderAllocation>();
        for (int left = reader.SmallCount(); left > 0; left--)
            allocations.Add(new OrderAllocation(reader.Text(), reader.Decimal()));
        return allocations.ToImmutable();
    }

    public static void WriteOptional(RecordWriter writer, Instant? at)
    {
        writer.Flag(at.HasValue);
        if (at is Instant time)
            writer.Long(time.Nanoseconds);
    }

    public static Instant? ReadOptionalInstant(ref RecordReader reader) => reader.Flag() ? new Instant(reader.Long()) : null;

    public static void Write(RecordWriter writer, Side side) => writer.Byte((byte)side);

    public static Side ReadSide(ref RecordReader reader) => Enums.Read<Side>(reader.Byte());

    public static void Write(RecordWriter writer, ChildOrderId id)
    {
        writer.Count(id.Parent.Value);
        writer.Count(id.Attempt);
        writer.Count(id.Leg);
    }

    public static ChildOrderId ReadChildId(ref RecordReader reader) =>
        new(new ParentOrderId(reader.Count()), reader.SmallCount(), reader.SmallCount());

    public static void Write(RecordWriter writer, ChildOrderTerms terms)
    {
        Write(writer, terms.Id);
        writer.Count(terms.Subaccount.Value);
        writer.Count(terms.Instrument.Value);
        Write(writer, terms.Side);
        writer.Count(terms.Quantity.Value);
        writer.Long(terms.LimitPrice.Value);
        writer.Flag(terms.ReduceOnly);
        QuoteCodec.WriteOptional(writer, terms.Quote);
    }

    public static ChildOrderTerms ReadTerms(ref RecordReader reader) => new(
        ReadChildId(ref reader),
        new SubaccountId(reader.SmallCount()),
        new InstrumentId(reader.SmallCount()),
        ReadSide(ref reader),
        new QuantityLots(reader.Count()),
        new PriceTicks(reader.Long()),
        reader.Flag())
    {
        Quote = QuoteCodec.ReadOptional(ref reader),
    };

    public static void Write(RecordWriter writer, Refusal refusal)
    {
        writer.Byte((byte)refusal.Reason);
        writer.Text(refusal.Subject);
        writer.OptionalDecimal(refusal.Required);
        writer.OptionalDecimal(refusal.Available);
        writer.OptionalDecimal(refusal.Threshold);
    }

    public static Refusal ReadRefusal(ref RecordReader reader) => new(
        Enums.Read<RefusalReason>(reader.Byte()),
        reader.Text(),
        reader.OptionalDecimal(),
        reader.OptionalDecimal(),
        reader.OptionalDecimal());

    public static void WriteOptional(RecordWriter writer, Refusal? refusal)
    {
        writer.Flag(refusal is not null);
        if (refusal is not null)
            Write(writer, refusal);
    }

    public static Refusal? ReadOptionalRefusal(ref RecordReader reader) => reader.Flag() ? ReadRefusal(ref reader) : null;
}
