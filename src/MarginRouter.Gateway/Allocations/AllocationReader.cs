using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Allocations;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Reports;
using MarginRouter.Gateway.Requests;
using MarginRouter.Gateway.Versions;

namespace MarginRouter.Gateway.Allocations;

/// <summary>Reads AllocationInstruction (J); in FIX 4.2, where it is called Allocation, AllocType(626) and AllocNoOrdersType(857) do not exist and mean 1.</summary>
internal static class AllocationReader
{
    private const int SecondaryClientOrderId = 526; // LegRefID of a leg
    private const char Cancel = '2';
    private const int Calculated = 1;
    private const int Preliminary = 2;
    private const int ReadyToBook = 5;
    private const int ExplicitList = 1;
    private const long NoOrder = -1;

    // Members that may stand in an entry; what is not read of them is passed over.
    private static readonly int[] OrderMembers = [FixTag.ClOrdID, FixTag.OrderID, 198, SecondaryClientOrderId, FixTag.ListID, FixTag.OrderQty, 799, 800];

    public static FixRefusal? Read(DeskSessionOptions session, string instanceTag, FixMessage message, out InboundEvent? inbound)
    {
        inbound = null;
        OrderFields fields = new(message);
        if (!fields.TryName(FixTradeTag.AllocID, out string id))
            return fields.MissingOrMalformed(FixTradeTag.AllocID);
        if (!message.TryGetChar(FixTradeTag.AllocTransType, out char action))
            return fields.MissingOrMalformed(FixTradeTag.AllocTransType);
        if (action is not ('0' or '1' or Cancel))
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTradeTag.AllocTransType, "AllocTransType must be 0, 1 or 2");
        int type = Calculated;
        bool isOld = session.Version == DeskVersion.Fix42;
        if ((!isOld || fields.Contains(FixTradeTag.AllocType)) && !message.TryGetInt(FixTradeTag.AllocType, out type))
            return fields.MissingOrMalformed(FixTradeTag.AllocType);
        if (type is not (Calculated or Preliminary or ReadyToBook))
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTradeTag.AllocType, "AllocType must be 1, 2 or 5");
        AllocationRequest request = new(session.Desk, id, (AllocationAction)(action - '0' + 1));
        FixRefusal? refusal = action == '0' ? null : ReadReference(fields, ref request);
        if (refusal is null && action != Cancel)
            refusal = ReadTerms(fields, ref request) ?? ReadOrders(fields, (instanceTag, isOld), ref request) ?? ReadShares(fields, ref request);
        if (refusal is not null)
            return refusal;
        message.TryGetBool(FixTag.PossDupFlag, out bool possibleDuplicate);
        inbound = new AllocationReceived(request, possibleDuplicate);
        return null;
    }

    private static FixRefusal? ReadReference(OrderFields fields, ref AllocationRequest request)
    {
        if (!fields.TryName(FixTradeTag.RefAllocID, out string reference))
            return fields.MissingOrMalformed(FixTradeTag.RefAllocID);
        request = request with { Reference = reference };
        return null;
    }

    private static FixRefusal? ReadTerms(OrderFields fields, ref AllocationRequest request)
    {
        FixRefusal? refusal = OrderReader.ReadInstrument(fields, out string symbol, out Core.Instruments.Side side);
        if (refusal is not null)
            return refusal;
        if (!fields.TryGetDecimal(FixTradeTag.Quantity, out decimal quantity))
            return fields.MissingOrMalformed(FixTradeTag.Quantity);
        if (!fields.TryGetDecimal(FixTag.AvgPx, out decimal average))
            return fields.MissingOrMalformed(FixTag.AvgPx);
        request = request with { Symbol = symbol, Side = side, Quantity = quantity, AveragePrice = average };
        return null;
    }

    private static FixRefusal? ReadOrders(OrderFields fields, (string InstanceTag, bool IsOld) session, ref AllocationRequest request)
    {
        int type = ExplicitList;
        bool isNeeded = !session.IsOld || fields.Contains(FixTradeTag.AllocNoOrdersType);
        if (isNeeded && !fields.TryGetInt(FixTradeTag.AllocNoOrdersType, out type))
            return fields.MissingOrMalformed(FixTradeTag.AllocNoOrdersType);
        if (type != ExplicitList)
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTradeTag.AllocNoOrdersType, "AllocNoOrdersType must be 1: the orders are named");
        if (!fields.TryGetGroup(FixTradeTag.NoOrders, OrderMembers, out FixGroup group) || !group.CountMatches() || group.DeclaredCount is < 1 or > ShareReader.MaximumEntries)
            return FixRefusal.Session(FixRejectReason.IncorrectGroupCount, FixTradeTag.NoOrders);
        ImmutableArray<AllocatedOrder>.Builder orders = ImmutableArray.CreateBuilder<AllocatedOrder>();
        foreach (FixGroupEntry entry in group)
        {
            OrderFields order = new(entry);
            if (!order.TryName(FixTag.ClOrdID, out string name))
                return order.MissingOrMalformed(FixTag.ClOrdID);
            ParentOrderId? parent = null;
            if (order.GetText(FixTag.OrderID) is string text)
                parent = new ParentOrderId(ReportId.TryParse(text, session.InstanceTag, out long number) ? number : NoOrder);
            string? leg = null;
            if (order.Contains(SecondaryClientOrderId))
            {
                if (!order.TryName(SecondaryClientOrderId, out string reference))
                    return order.MissingOrMalformed(SecondaryClientOrderId);
                leg = reference;
            }

            orders.Add(new AllocatedOrder(name, parent) { Leg = leg });
        }

        request = request with { Orders = orders.ToImmutable() };
        return null;
    }

    private static FixRefusal? ReadShares(OrderFields fields, ref AllocationRequest request)
    {
        FixRefusal? refusal = ShareReader.Read(fields, out ImmutableArray<OrderAllocation> shares);
        request = request with { Shares = shares };
        return refusal;
    }
}
