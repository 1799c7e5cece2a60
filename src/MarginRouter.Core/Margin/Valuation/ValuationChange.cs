namespace MarginRouter.Core.Margin.Valuation;

/// <summary>
/// A source of a price, or the price itself, changed its status. The journal holds these changes, so that failures and times in fall-back
/// can be told from it although it holds no market data. They name what they are about: rules may change between two runs.
/// </summary>
/// <param name="Price">What is priced: an asset's code, or venue:symbol of an instrument.</param>
/// <param name="Source">The source, as venue:symbol and kind; null for the price itself.</param>
/// <param name="Status">What the source is good for now; of the price: usable or missing.</param>
/// <param name="Place">Of a price that is usable: the place in the rule's order of the way it is made now, 0 = the preferred one; else null.</param>
/// <param name="Method">That way; null for a fixed price and where there is no place.</param>
public sealed record ValuationChange(string Price, string? Source, SourceStatus Status, int? Place, ValuationMethod? Method);
