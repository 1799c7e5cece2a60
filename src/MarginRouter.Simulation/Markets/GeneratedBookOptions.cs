namespace MarginRouter.Simulation.Markets;

/// <summary>How a generated book looks and moves.</summary>
public sealed record GeneratedBookOptions
{
    /// <summary>The price path that this venue shares with the others.</summary>
    public required ReferencePricePath Path { get; init; }

    /// <summary>Chooses this venue's levels, sizes and changes; give each venue its own.</summary>
    public required ulong Seed { get; init; }

    /// <summary>This venue's premium to the path in hundredths of a basis point; negative is a discount.</summary>
    public int OffsetPartsPerMillion { get; init; }

    /// <summary>Ticks between best bid and best ask; at least 1.</summary>
    public int SpreadTicks { get; init; } = 2;

    /// <summary>Levels a side; at least 1.</summary>
    public int Depth { get; init; } = 300;

    /// <summary>Mean distance of two neighbouring levels in ticks; at least 1.</summary>
    public int MeanGapTicks { get; init; } = 10;

    /// <summary>Mean size of the best level in contracts (base units for spot); positive.</summary>
    public required decimal TopQuantity { get; init; }

    /// <summary>Growth of the mean size per level away from the best, in per cent of the top size.</summary>
    public int GrowthPercentPerLevel { get; init; } = 4;

    /// <summary>Levels whose size changes per second of simulated time, most of them near the best.</summary>
    public int ChangesPerSecond { get; init; } = 200;

    /// <summary>Trades of other participants per minute of simulated time.</summary>
    public int TradesPerMinute { get; init; } = 60;
}
