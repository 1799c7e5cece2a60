using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Events;

/// <summary>Somebody asks how a parent would be routed now. It changes nothing and is not journaled.</summary>
/// <param name="Id">The asker's name of the question (QuoteReqID 131), repeated in the answer.</param>
/// <param name="Request">The parent as it would be sent; its client order id is not used up.</param>
public sealed record PreviewRequested(string Id, ParentRequest Request) : InboundEvent
{
    /// <summary>The session beside the desk's own that asks, by name; null for the desk's own.</summary>
    public string? Asker { get; init; }
}
