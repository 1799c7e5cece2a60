using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Valuation;

/// <summary>What a price, or one source of it, was good for over time.</summary>
/// <param name="Price">What is priced.</param>
/// <param name="Source">The source; null for the price itself.</param>
/// <param name="Failures">How often it left its good state: a source usable, a price made in the preferred way.</param>
/// <param name="Present">Its state at the end; null when it is not known (between two runs).</param>
/// <param name="FallbackNanoseconds">Of a price: time made in another way than the preferred one. Zero for a source.</param>
/// <param name="UnusableNanoseconds">Of a source: time in any state but usable. Of a price: time without any.</param>
/// <param name="States">Every state that was entered.</param>
public sealed record ValuationReport(
    string Price,
    string? Source,
    long Failures,
    string? Present,
    long FallbackNanoseconds,
    long UnusableNanoseconds,
    ImmutableArray<StateTime> States);
