using MarginRouter.Core.Instruments;

namespace MarginRouter.Host.Configuration;

/// <summary>How an asset leaves or reaches a venue over one network (a chain, or a bank's way). Null is unknown, never free or unlimited.</summary>
/// <param name="Asset">The asset.</param>
/// <param name="Network">The network, as the sheets name it.</param>
/// <param name="Source">Where the figures stand.</param>
/// <param name="AsOf">When they were looked up.</param>
internal sealed record TransferFigures(Asset Asset, string Network, string Source, Instant AsOf)
{
    /// <summary>Fee whatever the amount, in units of the asset.</summary>
    public decimal? FixedFee { get; init; }

    /// <summary>Fee as a fraction of the amount; zero unless stated.</summary>
    public decimal Rate { get; init; }

    /// <summary>Least amount at once.</summary>
    public decimal? Minimum { get; init; }

    /// <summary>Most at once.</summary>
    public decimal? Maximum { get; init; }

    /// <summary>Most in a day.</summary>
    public decimal? DailyMaximum { get; init; }

    /// <summary>How long it takes as a rule.</summary>
    public int? ExpectedSeconds { get; init; }

    /// <summary>How long it takes in a bad case.</summary>
    public int? WorstSeconds { get; init; }
}
