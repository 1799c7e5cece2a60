namespace MarginRouter.Core.Margin.Stress;

/// <summary>One level of a supplied book.</summary>
/// <param name="Price">Its price in the instrument's quote; positive.</param>
/// <param name="Quantity">Contracts; positive.</param>
public readonly record struct BookLevel(decimal Price, decimal Quantity);
