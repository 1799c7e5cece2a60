using System.Collections.Immutable;
using MarginRouter.Core.Engine.Baskets;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine;

/// <summary>
/// Says where orders stand. Numbers are taken from the journal's reports for what the desk's own session asks, and are 0 for a session
/// beside it, whose answers are not kept.
/// </summary>
internal sealed class OrderStates(OrderRegister orders, BasketRegister baskets)
{
    /// <summary>Answers a question about orders.</summary>
    public ImmutableArray<DeskReport> Of(Instant at, InboundEvent request, Func<long> number) => request switch
    {
        ParentStatusRequested one => Of(at, one, number),
        ParentsStatusRequested many => Of(at, many, number),
        ListStatusRequested list => [Of(at, list, number())],
        _ => throw new InvalidOperationException($"{request.GetType().Name} asks for no orders"),
    };

    /// <summary>Where one order stands; of a basket the whole, then its legs where the desk wants to hear of them.</summary>
    public ImmutableArray<DeskReport> Of(Instant at, ParentStatusRequested request, Func<long> number)
    {
        if (baskets.Find(request.Desk, request.ClientOrderId) is { } basket)
            return [.. BasketReports.Status(basket, number, at)];
        if (orders.Find(request.Desk, request.ClientOrderId) is { } parent)
            return [ReportBuilder.Of(parent, number(), ExecutionKind.OrderStatus, at)];
        return
        [
            ReportBuilder.OfRejected(request.Desk, request.ClientOrderId, request.Symbol, request.Side, 0m, number(), at) with
            {
                Kind = ExecutionKind.OrderStatus,
                Refusals = [new Refusal(RefusalReason.UnknownOrder, request.ClientOrderId)],
            },
        ];
    }

    /// <summary>Where the live orders of a set stand, each with its place in the answer; one report says so when there is none.</summary>
    public ImmutableArray<DeskReport> Of(Instant at, ParentsStatusRequested request, Func<long> number)
    {
        ReportParent[] meant =
        [
            .. Live(request.Desk, request.Scope, request.Symbol, request.Side).Select(parent => ReportBuilder.Of(parent, number(), ExecutionKind.OrderStatus, at)),
            .. LiveBaskets(request.Desk, request.Scope, request.Symbol, request.Side).Select(basket => BasketReports.Of(basket, number(), ExecutionKind.OrderStatus, at)),
        ];
        if (meant.Length > 0)
            return [.. meant.Select((report, i) => report with { MassStatus = new MassStatusPlace(request.RequestId, meant.Length, i == meant.Length - 1) })];
        return
        [
            ReportBuilder.OfRejected(request.Desk, request.RequestId, request.Symbol ?? "NONE", request.Side ?? Side.Buy, 0m, number(), at) with
            {
                Kind = ExecutionKind.OrderStatus,
                MassStatus = new MassStatusPlace(request.RequestId, 0, IsLast: true),
                Refusals = [new Refusal(RefusalReason.UnknownOrder, "no live order")],
            },
        ];
    }

    /// <summary>Where the orders of a list stand.</summary>
    public ReportList Of(Instant at, ListStatusRequested request, long number)
    {
        ImmutableArray<ReportParent> states =
        [
            .. OfList(request.Desk, request.ListId).Select(parent => ReportBuilder.Of(parent, number: 0, ExecutionKind.OrderStatus, at)),
        ];
        return new ReportList(request.ListId, request.Acknowledges, states, at) { Desk = request.Desk, ReportNumber = number };
    }

    /// <summary>The parents of one leg that came in a list.</summary>
    public IEnumerable<ParentOrder> OfList(string desk, string listId) =>
        orders.Singles.Where(parent => parent.Request.Desk == desk && parent.Request.ListId == listId);

    /// <summary>The live parents of one leg that a mass request means.</summary>
    public IEnumerable<ParentOrder> Live(string desk, ParentScope scope, string? symbol, Side? side) => orders.Singles.Where(parent =>
        parent.Request.Desk == desk
        && !ParentTransitions.IsFinal(parent.Status)
        && (scope == ParentScope.All || parent.Request.Symbol == symbol)
        && (side is null || parent.Request.Side == side));

    /// <summary>The live baskets that a mass request means: all of a desk, or those that go by a symbol or trade it in some leg.</summary>
    public IEnumerable<BasketOrder> LiveBaskets(string desk, ParentScope scope, string? symbol, Side? side) => baskets.Live.Where(basket =>
        basket.Request.Desk == desk
        && (scope == ParentScope.All || basket.Request.Symbol == symbol || basket.Legs.Any(leg => leg.Request.Symbol == symbol))
        && (side is null || (side == Side.Sell) == basket.Request.IsOpposite));
}
