namespace MarginRouter.Simulation.Matching;

/// <summary>The outcome of placing, replacing or cancelling an order, for the server's answer to the request.</summary>
/// <param name="Order">The order as it ended; an injected late fill is not in it; null when it was refused or swallowed.</param>
/// <param name="Rejection">Why it was refused; null otherwise.</param>
/// <param name="IsSwallowed">True when the order was lost by a fault: send no answer at all.</param>
/// <param name="Release">Completes when the answer may be sent; already complete unless a fault withholds it.</param>
public sealed record OrderAnswer(SimulatedOrder? Order, OrderRejection? Rejection, bool IsSwallowed, Task Release);
