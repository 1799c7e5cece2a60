using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Allocations;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of allocation instructions.</summary>
internal static class AllocationCodec
{
    private const int HasParent = 1;
    private const int HasLeg = 2;

    public static void Write(RecordWriter writer, AllocationReceived received)
    {
        AllocationRequest request = received.Request;
        writer.Text(request.Desk);
        writer.Text(request.Id);
        writer.Byte((byte)request.Action);
        writer.OptionalText(request.Reference);
        writer.Count(request.Orders.Length);
        foreach (AllocatedOrder order in request.Orders)
            Write(writer, order);

        writer.Text(request.Symbol);
        writer.Flag(request.Side is not null);
        if (request.Side is Side side)
            OrderCodec.Write(writer, side);
        writer.Decimal(request.Quantity);
        writer.Decimal(request.AveragePrice);
        OrderCodec.Write(writer, request.Shares);
        writer.Flag(received.PossibleDuplicate);
    }

    public static AllocationReceived Read(ref RecordReader reader)
    {
        AllocationRequest request = new(reader.Text(), reader.Text(), Enums.Read<AllocationAction>(reader.Byte()))
        {
            Reference = reader.OptionalText(),
            Orders = ReadOrders(ref reader),
            Symbol = reader.Text(),
            Side = reader.Flag() ? OrderCodec.ReadSide(ref reader) : null,
            Quantity = reader.Decimal(),
            AveragePrice = reader.Decimal(),
            Shares = OrderCodec.ReadAllocations(ref reader),
        };
        return new AllocationReceived(request, reader.Flag());
    }

    private static void Write(RecordWriter writer, AllocatedOrder order)
    {
        writer.OptionalText(order.ClientOrderId);
        writer.Byte((byte)((order.Parent is null ? 0 : HasParent) | (order.Leg is null ? 0 : HasLeg)));
        if (order.Parent is ParentOrderId parent)
            writer.Long(parent.Value);
        if (order.Leg is string leg)
            writer.Text(leg);
    }

    private static AllocatedOrder ReadOrder(ref RecordReader reader)
    {
        string? name = reader.OptionalText();
        byte parts = reader.Byte();
        if (parts > (HasParent | HasLeg))
            throw new JournalFormatException($"{parts} does not say what names an order");
        return new AllocatedOrder(name, (parts & HasParent) == 0 ? null : new ParentOrderId(reader.Long())) { Leg = (parts & HasLeg) == 0 ? null : reader.Text() };
    }

    private static ImmutableArray<AllocatedOrder> ReadOrders(ref RecordReader reader)
    {
        int count = reader.SmallCount();
        ImmutableArray<AllocatedOrder>.Builder orders = ImmutableArray.CreateBuilder<AllocatedOrder>();
        for (int i = 0; i < count; i++)
            orders.Add(ReadOrder(ref reader));
        return orders.ToImmutable();
    }
}
