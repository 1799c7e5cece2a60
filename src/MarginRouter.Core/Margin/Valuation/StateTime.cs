namespace MarginRouter.Core.Margin.Valuation;

/// <summary>One state of a source or a price over time.</summary>
/// <param name="State">Its name: a status, or the way a price was made with its place in the order.</param>
/// <param name="Count">How often it was entered.</param>
/// <param name="Nanoseconds">Time in it.</param>
public readonly record struct StateTime(string State, long Count, long Nanoseconds);
