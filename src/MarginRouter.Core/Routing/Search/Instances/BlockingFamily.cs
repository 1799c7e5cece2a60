namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>A family of limits that holds a fill back.</summary>
/// <param name="Family">util, stress, liq, cap, max_children or limit_price.</param>
/// <param name="FillWithout">Base units that could be filled without it; for families that only block together, without all of them.</param>
public sealed record BlockingFamily(string Family, decimal FillWithout);
