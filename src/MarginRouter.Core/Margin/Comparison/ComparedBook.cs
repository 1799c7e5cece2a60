using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Comparison;

/// <summary>A book and the models under which it is compared; the first is what savings are counted against.</summary>
/// <param name="Name">The book.</param>
/// <param name="Says">What it is, for the reader.</param>
/// <param name="ClaimLow">Least saving that practitioners claim for portfolio margin, as a share.</param>
/// <param name="ClaimHigh">Largest saving that they claim.</param>
/// <param name="Models">At least two.</param>
public sealed record ComparedBook(string Name, string Says, decimal ClaimLow, decimal ClaimHigh, ImmutableArray<ComparedModel> Models);
