namespace MarginRouter.Venues.FixVenue;

/// <summary>
/// The words by which a venue's PositionReports (AP) name amounts in PosAmtType (707). FIX 4.4 has a word for cash alone; debts and credit
/// go by words that venue and client agree on.
/// </summary>
public sealed record FixAmountTypes
{
    /// <summary>The words that a venue uses unless it is configured otherwise.</summary>
    public static FixAmountTypes Default { get; } = new();

    /// <summary>The wallet balance; CASH by the dictionary.</summary>
    public string Cash { get; init; } = "CASH";

    /// <summary>What is borrowed beside it; default BORROWED.</summary>
    public string Borrowed { get; init; } = "BORROWED";

    /// <summary>Interest owed; default INTEREST.</summary>
    public string Interest { get; init; } = "INTEREST";

    /// <summary>What the venue would lend on top; default BORROWABLE. A venue that does not state it lends nothing.</summary>
    public string Borrowable { get; init; } = "BORROWABLE";
}
