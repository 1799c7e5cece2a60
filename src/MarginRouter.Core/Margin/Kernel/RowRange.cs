namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Where one table's rows stand in the rows of all tables.</summary>
/// <param name="Start">Index of its first row.</param>
/// <param name="Count">Number of rows; zero when there is no table.</param>
internal readonly record struct RowRange(int Start, int Count)
{
    /// <summary>True when there is a table.</summary>
    public bool Found => Count > 0;

    /// <summary>The rows themselves.</summary>
    public ReadOnlySpan<TRow> Of<TRow>(TRow[] rows) => rows.AsSpan(Start, Count);
}
