using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;

namespace MarginRouter.Core.Routing.Search;

/// <summary>What an optimiser keeps from one decision to the next: the tables it decides by, prepared accounts, and buffers. One decision at a time.</summary>
internal sealed class RouteWorkspace(ReferenceData reference, MarginModelTable models)
{
    private readonly List<RouteProblem?> problems = [];
    private readonly List<(RouteBook? Whole, RouteBook? Read)> slices = [];

    /// <summary>Instruments, venues and products.</summary>
    public ReferenceData Reference => reference;

    /// <summary>Margin models.</summary>
    public MarginModelTable Models => models;

    /// <summary>Accounts that have not changed since they were last decided about.</summary>
    public PreparedAccounts Accounts { get; } = new(reference);

    /// <summary>A book reduced to its first levels; the same object again while the book at that place of the request and their number stay.</summary>
    public RouteBook Slice(int place, RouteBook book, int levels)
    {
        while (slices.Count <= place)
            slices.Add(default);
        if (ReferenceEquals(slices[place].Whole, book) && slices[place].Read is { } read && read.Levels.Length == levels)
            return read;
        RouteBook slice = book with { Levels = ImmutableArray.Create(book.Levels.AsSpan()[..levels]) };
        slices[place] = (book, slice);
        return slice;
    }

    /// <summary>The problem of a product, to be read anew for each decision; the decision before no longer uses it.</summary>
    /// <param name="product">What is traded.</param>
    /// <param name="quotes">Number of firm quotes; with any the problem is made for the one decision.</param>
    public RouteProblem Problem(ProductId product, int quotes)
    {
        if (quotes > 0)
            return new RouteProblem(this, reference[product], quotes);
        while (problems.Count <= product.Value)
            problems.Add(null);
        return problems[product.Value] ??= new RouteProblem(this, reference[product], quotes);
    }
}
