using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Versions;

namespace MarginRouter.Gateway.Requests;

/// <summary>
/// Reads NewOrderList (E): independent orders sent in one message, each judged and worked on its own. The whole list is refused when one of
/// them is malformed.
/// </summary>
internal static class OrderListReader
{
    /// <summary>Most orders of one list.</summary>
    public const int MaximumOrders = 500;

    private static readonly int[] Members =
    [
        FixTag.ClOrdID, FixTag.ListSeqNo, FixTag.Symbol, FixTag.Side, FixTag.OrderQty, FixTag.OrdType, FixTag.Price, FixTag.TimeInForce,
        FixTag.TransactTime, FixTag.ExpireTime, FixTag.ExpireDate, FixTag.MinQty, FixTag.MaxFloor, FixTag.MaxShow, NewTag.DisplayQty, OldTag.ClientID, OldTag.ExecBroker, FixTag.Account, FixTag.ExecInst,
        FixTag.HandlInst, FixTag.NoPartyIDs, FixTag.PartyID, FixTag.PartyIDSource, FixTag.PartyRole, FixTag.NoAllocs, FixTag.AllocAccount,
        FixTag.AllocQty, FixTag.TargetStrategy, FixTag.TargetStrategyParameters, FixTag.ParticipationRate, 957, 958, 959, 960,
        .. Instructions.RouteParameters.All.Select(parameter => parameter.Tag),
        .. OrderConditionReader.UnsupportedFields.Select(field => field.Tag),
    ];

    /// <summary>Reads a message: the orders, then the request for their status that acknowledges the list. None with a refusal.</summary>
    public static FixRefusal? Read(DeskContext desk, FixMessage message, out IReadOnlyList<InboundEvent> inbound)
    {
        inbound = [];
        OrderFields fields = new(message);
        if (!fields.TryName(FixTag.ListID, out string listId))
            return fields.MissingOrMalformed(FixTag.ListID);
        if (!message.TryGetInt(FixTag.TotNoOrders, out int total))
            return fields.MissingOrMalformed(FixTag.TotNoOrders);
        if (!message.TryGetGroup(FixTag.NoOrders, Members, out FixGroup group))
            return fields.MissingOrMalformed(FixTag.NoOrders);
        if (!group.CountMatches() || group.DeclaredCount != total || total is < 1 or > MaximumOrders)
            return FixRefusal.Session(FixRejectReason.IncorrectGroupCount, FixTag.NoOrders, $"1 to {MaximumOrders} orders in one message, as many as it says");
        message.TryGetBool(FixTag.PossDupFlag, out bool possibleDuplicate);
        List<InboundEvent> orders = [];
        foreach (FixGroupEntry entry in group)
        {
            FixRefusal? refusal = ReadOne(desk, new OrderFields(entry), (listId, possibleDuplicate), orders);
            if (refusal is not null)
                return refusal;
        }

        orders.Add(new ListStatusRequested(desk.Desk, listId, Acknowledges: true));
        inbound = orders;
        return null;
    }

    private static FixRefusal? ReadOne(DeskContext desk, OrderFields fields, (string ListId, bool PossibleDuplicate) list, List<InboundEvent> orders)
    {
        FixRefusal? refusal = OrderReader.ReadKey(fields, out string clientOrderId, out string symbol, out Side side);
        if (refusal is not null)
            return refusal;
        refusal = OrderReader.ReadTerms(fields, new OrderKey(desk, clientOrderId, symbol, side), out ParentRequest request, out Refusal? unsupported);
        if (refusal is not null)
            return refusal;
        orders.Add(unsupported is null
            ? new ParentReceived(request with { ListId = list.ListId }, list.PossibleDuplicate)
            : new ParentUnsupported(desk.Desk, clientOrderId, symbol, side, request.Quantity, unsupported, list.PossibleDuplicate));
        return null;
    }
}
