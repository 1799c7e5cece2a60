namespace MarginRouter.Venues.Okx.WhatIf;

/// <summary>A balance of a what-if question.</summary>
/// <param name="Currency">The currency (ccy).</param>
/// <param name="Quantity">Amount added to the account, or the whole of it where real balances are left out (amt).</param>
public readonly record struct SimulatedAsset(string Currency, decimal Quantity);
