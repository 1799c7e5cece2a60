using System.Collections.Immutable;

namespace MarginRouter.Venues.FixVenue.Dialects;

/// <summary>A venue's market data.</summary>
public sealed record FixBookDialect
{
    /// <summary>How a lost update shows.</summary>
    public FixContinuity Continuity { get; init; } = FixContinuity.ReportSequence;

    /// <summary>Depths that MarketDepth (264) may ask for; empty: the configured depth, 0 for the whole book, as it is.</summary>
    public ImmutableArray<int> Depths { get; init; } = [];

    /// <summary>Least and most levels that MarketDepth (264) may ask for where it takes any number; null where nothing limits it.</summary>
    public (int Least, int Most)? DepthRange { get; init; }

    /// <summary>Whether MDUpdateType (265) is sent.</summary>
    public bool SendsUpdateType { get; init; } = true;

    /// <summary>Whether AggregatedBook (266) = Y is sent.</summary>
    public bool SendsAggregatedBook { get; init; }

    /// <summary>Whether a subscription is ended by its MDReqID (262) alone.</summary>
    public bool UnsubscribesById { get; init; }

    /// <summary>True where the venue keeps a book to the depth asked for and says nothing of levels that fall out of it.</summary>
    public bool CutsToDepth { get; init; }

    /// <summary>True where the venue states no marks: the middle of its book is taken for the mark.</summary>
    public bool MarksFromBook { get; init; }

    /// <summary>What is wrong with a depth; null when it can be asked for.</summary>
    public string? DepthFault(int depth)
    {
        if (!Depths.IsDefaultOrEmpty && !Depths.Contains(depth))
            return $"BookDepth {depth} is none of {string.Join(", ", Depths)}";
        return DepthRange is { } range && (depth < range.Least || depth > range.Most)
            ? $"BookDepth {depth} is not between {range.Least} and {range.Most}"
            : null;
    }
}
