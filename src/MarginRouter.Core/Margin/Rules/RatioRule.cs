namespace MarginRouter.Core.Margin.Rules;

/// <summary>The venue's own ratio.</summary>
/// <param name="Name">Under which name the venue shows it.</param>
/// <param name="Form">Which way round.</param>
/// <param name="LiquidateAt">The value at which it liquidates, as a plain fraction; positive.</param>
/// <param name="AcceptAt">The value that it demands before it takes a new order, where that is a ratio of its own; null else.</param>
public sealed record RatioRule(string Name, RatioForm Form, decimal LiquidateAt, decimal? AcceptAt);
