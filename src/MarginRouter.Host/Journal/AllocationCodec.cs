using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Allocations;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of allocation instructions.</summary>
internal static class AllocationCodec
{
    public static void Write(RecordWriter writer, AllocationReceived received)
    {
        AllocationRequest request = received.Request;
        writer.Text(request.Desk);
        writer.Text(request.Id);
        writer.Byte((byte)request.Action);
        writer.OptionalText(request.Reference);
        writer.Count(request.Orders.Length);
        foreach (AllocatedOrder order in request.Orders)
        {
            writer.OptionalText(order.ClientOrderId);
            writer.Flag(order.Parent is not null);
            if (order.Parent is ParentOrderId parent)
                writer.Long(parent.Value);
        }

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

    private static ImmutableArray<AllocatedOrder> ReadOrders(ref RecordReader reader)
    {
        int count = reader.SmallCount();
        ImmutableArray<AllocatedOrder>.Builder orders = ImmutableArray.CreateBuilder<AllocatedOrder>();
        for (int i = 0; i < count; i++)
            orders.Add(new AllocatedOrder(reader.OptionalText(), reader.Flag() ? new ParentOrderId(reader.Long()) : null));
        return orders.ToImmutable();
    }
}
