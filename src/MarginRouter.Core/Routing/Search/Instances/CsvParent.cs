using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>A parent whose books and accounts stand in tables of comma-separated values.</summary>
public sealed record CsvParent
{
    /// <summary>Name of the instance.</summary>
    public required string Name { get; init; }

    /// <summary>The parent's side.</summary>
    public required Side Side { get; init; }

    /// <summary>Base units wanted; positive.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Most children; null for no limit.</summary>
    public int? MaximumChildren { get; init; }

    /// <summary>Worst price; null for none.</summary>
    public decimal? LimitPrice { get; init; }

    /// <summary>Name of the file of books, for errors, and its content.</summary>
    public required (string File, string Text) Books { get; init; }

    /// <summary>Name of the file of accounts, for errors, and its content.</summary>
    public required (string File, string Text) Accounts { get; init; }
}
