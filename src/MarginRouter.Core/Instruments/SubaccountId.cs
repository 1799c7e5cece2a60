namespace MarginRouter.Core.Instruments;

/// <summary>A subaccount by its place in the firm's list of subaccounts.</summary>
/// <param name="Value">Index from 0.</param>
public readonly record struct SubaccountId(int Value);
