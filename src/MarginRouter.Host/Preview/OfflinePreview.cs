using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Commands;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Journal;
using MarginRouter.Host.Runtime;

namespace MarginRouter.Host.Preview;

/// <summary>How an order would be routed, asked of the engine without a running service.</summary>
internal sealed class OfflinePreview(RouterConfiguration configuration)
{
    private const string QuestionId = "preview";

    /// <summary>On books and accounts of a file.</summary>
    public RoutePreview OnMarket(string file, PreviewOrder order, Instant at)
    {
        RouterEngine engine = EngineFactory.Create(configuration);
        CommandList commands = new();
        foreach (InboundEvent inbound in new MarketFile(configuration.Firm, at).Read(file, CaseFiles.Bytes(file)))
            engine.Apply(at, inbound, commands);
        commands.Clear();
        engine.Apply(at, new PreviewRequested(QuestionId, Request(order)), commands);
        for (int i = 0; i < commands.Count; i++)
        {
            if (commands[i] is AnswerPreview answer)
                return answer.Preview;
        }

        throw new InvalidOperationException("the engine did not answer");
    }

    /// <summary>
    /// On the slice of a journaled decision, decided again with what the order says otherwise. A slice holds the levels that its decision
    /// looked at: a larger order sees no more.
    /// </summary>
    /// <param name="journal">The journal's folder.</param>
    /// <param name="position">Position of the decision; null for the last.</param>
    /// <param name="order">What is asked otherwise: quantity, limit, instructions on cost and children.</param>
    public RoutePreview OnJournal(string journal, long? position, PreviewOrder order)
    {
        StructureHash.Require(journal, StructureHash.Of(configuration.Firm));
        (RouterEngine engine, RouteOptimizer optimizer) = EngineFactory.CreateBoth(configuration);
        RoutePreview? found = null;
        JournalRecovery.Run(journal, engine, record =>
        {
            if (position is null || record.Position == position)
                found = new RoutePreview(record.At, null, optimizer.Decide(Changed(record.Decision!.Slice, order)));
        });
        return found ?? throw new BadInputException(
            position is long wanted ? $"{journal}: no decision at position {wanted}" : $"{journal}: no decision");
    }

    private RouteRequest Changed(RouteRequest slice, PreviewOrder order)
    {
        Product product = configuration.Firm.Reference[slice.Product];
        QuantityLots quantity = slice.Quantity;
        if (order.Quantity is decimal wanted && (!product.TryQuantity(wanted, out quantity) || quantity.IsZero))
            throw new BadInputException($"--quantity {wanted}: not a positive multiple of {product.LotSize}");
        RoutePolicy policy = slice.Policy;
        RouteInstructions own = order.Instructions ?? new RouteInstructions();
        return slice with
        {
            Quantity = quantity,
            LimitPrice = order.LimitPrice ?? slice.LimitPrice,
            Policy = policy with
            {
                MaximumChildren = Math.Min(own.MaximumChildren ?? policy.MaximumChildren, policy.MaximumChildren),
                FillToleranceBasisPoints = own.FillToleranceBasisPoints ?? policy.FillToleranceBasisPoints,
                MaximumMarginalCostBasisPoints = own.MaximumMarginalCostBasisPoints ?? policy.MaximumMarginalCostBasisPoints,
                HoldingMilliseconds = own.HoldingMilliseconds ?? policy.HoldingMilliseconds,
            },
        };
    }

    private ParentRequest Request(PreviewOrder order)
    {
        Desk desk = order.Desk is null
            ? configuration.Firm.Desks[0]
            : configuration.Firm.FindDesk(order.Desk) ?? throw new BadInputException($"--desk {order.Desk}: not a desk of the configuration");
        return new ParentRequest(
            desk.Name,
            QuestionId,
            order.Symbol ?? configuration.Firm.Reference[desk.Products[0]].Symbol,
            order.Side ?? Side.Buy,
            order.Quantity ?? throw new BadInputException("--quantity is needed with --market"),
            order.LimitPrice is null ? OrderType.Market : OrderType.Limit,
            order.LimitPrice,
            TimeInForce.ImmediateOrCancel)
        {
            Instructions = order.Instructions,
        };
    }
}
