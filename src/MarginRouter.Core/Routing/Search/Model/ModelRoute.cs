using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Search.Model;

/// <summary>A route of a model; quantities in lots of its venue, costs in money per base unit.</summary>
internal sealed record ModelRoute
{
    public required int Venue { get; init; }

    public required int Account { get; init; }

    /// <summary>Most lots of a child.</summary>
    public required long MostLots { get; init; }

    public required decimal FixedCost { get; init; }

    /// <summary>What its units cost beside their price: funding, fee tier, borrow beyond what is there. At least one stretch.</summary>
    public required ImmutableArray<CarryPiece> Carry { get; init; }

    /// <summary>What so many base units cost on its stretches.</summary>
    public decimal CarryOf(decimal quantity)
    {
        decimal cost = 0m;
        decimal from = 0m;
        for (int i = 0; from < quantity; i++)
        {
            decimal to = Math.Min(quantity, Carry[i].Through);
            cost += Carry[i].PerUnit * (to - from);
            from = to;
        }

        return cost;
    }
}
