using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>An order or a fill of a margin case.</summary>
/// <param name="Instrument">Name of one of the case's positions (which may be flat).</param>
/// <param name="Side">Its side.</param>
/// <param name="Quantity">Contracts; positive.</param>
/// <param name="Price">Its price.</param>
/// <param name="Fee">Fee paid in the reporting currency; zero for an order.</param>
/// <param name="ReduceOnly">True for an order that the venue lets only reduce: nothing is reserved for it.</param>
public sealed record CaseOrder(string Instrument, Side Side, decimal Quantity, decimal Price, decimal Fee, bool ReduceOnly);
