namespace MarginRouter.Venues.Okx.WhatIf;

/// <summary>A position of a what-if question.</summary>
/// <param name="InstrumentId">The venue's name, for example BTC-USDT-SWAP (instId).</param>
/// <param name="Contracts">Signed size in contracts (pos).</param>
/// <param name="AveragePrice">Entry price (avgPx); null for the mark.</param>
public readonly record struct SimulatedPosition(string InstrumentId, decimal Contracts, decimal? AveragePrice);
