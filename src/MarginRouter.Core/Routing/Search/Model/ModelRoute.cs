namespace MarginRouter.Core.Routing.Search.Model;

/// <summary>A route of a model; quantities in lots of its venue, costs in money per base unit.</summary>
internal sealed record ModelRoute
{
    public required int Venue { get; init; }

    public required int Account { get; init; }

    /// <summary>Most lots of a child.</summary>
    public required long MostLots { get; init; }

    public required decimal FixedCost { get; init; }

    public required decimal Carry { get; init; }

    /// <summary>Base units that need no borrowing.</summary>
    public required decimal Free { get; init; }

    /// <summary>Added per base unit beyond them.</summary>
    public required decimal Borrow { get; init; }
}
