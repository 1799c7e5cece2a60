namespace MarginRouter.Core.Margin.Reconciliation;

/// <summary>The worst loss over a venue's scenario grid of one underlying.</summary>
/// <param name="Underlying">The asset, for example BTC.</param>
/// <param name="Loss">In the asset of the venue's margin figures; not negative.</param>
public readonly record struct UnderlyingLoss(string Underlying, decimal Loss);
