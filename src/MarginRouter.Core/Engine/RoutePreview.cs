using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Core.Engine;

/// <summary>How a parent would be routed at one moment, without anything being sent, reserved or remembered.</summary>
/// <param name="At">When that was; books and accounts have their ages in the decision's slice. A preview is of that moment and expires.</param>
/// <param name="Refusal">Why the parent would not be accepted at all; null when it would be.</param>
/// <param name="Decision">How it would be split, and why; null when it would not be accepted.</param>
public sealed record RoutePreview(Instant At, Refusal? Refusal, RouteDecision? Decision);
