namespace MarginRouter.Core.Engine.Commands;

/// <summary>Tell whoever asked how a parent would be routed.</summary>
/// <param name="Id">The asker's name of the question.</param>
/// <param name="Preview">The answer.</param>
public sealed record AnswerPreview(string Id, RoutePreview Preview) : OutboundCommand;
