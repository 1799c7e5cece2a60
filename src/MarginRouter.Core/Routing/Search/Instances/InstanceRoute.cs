namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>A pair of venue and subaccount that may trade. Costs in money.</summary>
/// <param name="Venue">Index of the venue.</param>
/// <param name="Subaccount">Index of the subaccount.</param>
/// <param name="FixedCost">Paid once when used.</param>
/// <param name="CarryPerUnit">Per base unit, signed.</param>
/// <param name="FreeQuantity">Base units that need no borrowing.</param>
/// <param name="BorrowPerUnit">Per base unit beyond them.</param>
/// <param name="MaximumQuantity">Most base units; null for no bound of its own.</param>
/// <param name="EquityDragPerUnit">What a base unit takes from equity.</param>
internal sealed record InstanceRoute(
    int Venue,
    int Subaccount,
    decimal FixedCost,
    decimal CarryPerUnit,
    decimal FreeQuantity,
    decimal BorrowPerUnit,
    decimal? MaximumQuantity,
    decimal EquityDragPerUnit);
