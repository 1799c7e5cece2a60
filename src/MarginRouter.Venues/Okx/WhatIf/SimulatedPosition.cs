namespace MarginRouter.Venues.Okx.WhatIf;

/// <summary>A position of a what-if question.</summary>
/// <param name="InstrumentId">The venue's name, for example BTC-USDT-SWAP (instId).</param>
/// <param name="Contracts">Signed size in contracts (pos).</param>
/// <param name="AveragePrice">Entry price (avgPx); null for the mark.</param>
/// <param name="Leverage">Its leverage in the multi-currency mode (lever); null is 1 there and means nothing in the portfolio mode.</param>
public readonly record struct SimulatedPosition(string InstrumentId, decimal Contracts, decimal? AveragePrice, decimal? Leverage = null);
