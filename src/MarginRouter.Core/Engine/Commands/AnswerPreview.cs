using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>Tell whoever asked how a parent would be routed.</summary>
/// <param name="Id">The asker's name of the question.</param>
/// <param name="Request">The parent as it would be sent; its desk asked.</param>
/// <param name="Preview">The answer.</param>
public sealed record AnswerPreview(string Id, ParentRequest Request, RoutePreview Preview) : OutboundCommand
{
    /// <summary>The session beside the desk's own that asked, by name; null for the desk's own.</summary>
    public string? Asker { get; init; }
}
