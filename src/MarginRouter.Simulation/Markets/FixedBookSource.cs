using System.Collections.Immutable;

namespace MarginRouter.Simulation.Markets;

/// <summary>A book that is stated once and then never moves by itself: for scenarios whose outcome is worked out by hand.</summary>
public sealed class FixedBookSource : IBookSource
{
    private readonly ImmutableArray<LevelChange> levels;
    private bool stated;

    /// <summary>Makes the source of exactly these levels.</summary>
    public FixedBookSource(params ImmutableArray<LevelChange> levels) => this.levels = levels;

    /// <inheritdoc />
    public void Advance(TimeSpan elapsed, BookChanges changes)
    {
        if (stated)
            return;
        stated = true;
        changes.BeginWholeBook();
        foreach (LevelChange level in levels)
            changes.Set(level.Side, level.Price, level.Quantity);
    }
}
