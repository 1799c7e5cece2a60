namespace MarginRouter.LoadTests.Soak;

/// <summary>What a soak found.</summary>
/// <param name="Lines">The report, line by line.</param>
/// <param name="Faults">What does not hold; empty in a sound run.</param>
internal sealed record SoakReport(IReadOnlyList<string> Lines, IReadOnlyList<string> Faults);
