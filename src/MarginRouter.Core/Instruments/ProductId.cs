namespace MarginRouter.Core.Instruments;

/// <summary>A product by its place in <see cref="ReferenceData.Products"/>.</summary>
/// <param name="Value">Index from 0.</param>
public readonly record struct ProductId(int Value);
