namespace MarginRouter.Core.Margin;

/// <summary>One addend of a margin figure, for explanation.</summary>
/// <param name="Name">What it is, for example positionMargin BTCUSDT.</param>
/// <param name="Value">Amount in the account's reporting currency.</param>
public readonly record struct MarginTerm(string Name, decimal Value);
