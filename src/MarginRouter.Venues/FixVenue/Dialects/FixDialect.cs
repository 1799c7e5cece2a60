using MarginRouter.Fix.Codec;

namespace MarginRouter.Venues.FixVenue.Dialects;

/// <summary>
/// How one venue's FIX differs from the standard, as data: version, proof of identity, order ids, time-in-force words, fees, books and
/// where statements come from. The standard dialect is FIX 4.4 as its specification has it.
/// </summary>
public sealed record FixDialect
{
    /// <summary>FIX 4.4 without peculiarities.</summary>
    public static FixDialect Standard { get; } = new();

    /// <summary>FIX 5.0 SP2 over FIXT 1.1 without peculiarities.</summary>
    public static FixDialect Standard50Sp2 { get; } = new() { BeginString = "FIXT.1.1", ApplicationVersion = "9" };

    /// <summary>BeginString (8): FIX.4.4, or FIXT.1.1.</summary>
    public string BeginString { get; init; } = "FIX.4.4";

    /// <summary>DefaultApplVerID (1137) over FIXT 1.1, 9 for FIX 5.0 SP2; null before.</summary>
    public string? ApplicationVersion { get; init; }

    /// <summary>Fractional digits of SendingTime (52), TransactTime (60) and ExpireTime (126).</summary>
    public FixTimestampPrecision Timestamps { get; init; } = FixTimestampPrecision.Microseconds;

    /// <summary>Logons and numbers.</summary>
    public FixLogonDialect Logon { get; init; } = new();

    /// <summary>What we send about orders.</summary>
    public FixOrderDialect Orders { get; init; } = new();

    /// <summary>What the venue reports about them.</summary>
    public FixReportDialect Reports { get; init; } = new();

    /// <summary>Market data.</summary>
    public FixBookDialect Books { get; init; } = new();

    /// <summary>Where balances and positions come from.</summary>
    public FixStatementSource Statements { get; init; } = FixStatementSource.PositionReports;

    /// <summary>Everything that contradicts itself; empty when nothing does.</summary>
    public IEnumerable<string> Faults()
    {
        if (BeginString is not ("FIX.4.4" or "FIXT.1.1"))
            yield return $"dialect: BeginString {BeginString} is neither FIX.4.4 nor FIXT.1.1";
        if ((BeginString == "FIXT.1.1") != (ApplicationVersion is not null))
            yield return "dialect: FIXT.1.1 needs ApplicationVersion (9 for FIX 5.0 SP2), FIX.4.4 has none";
        if (Orders.ImmediateOrCancel is null)
            yield return "dialect: without a word for immediate-or-cancel (59) the engine's orders cannot be sent";
        if (Orders.Ids == FixOrderIdForm.Text && Orders.LongestId < FixOrderDialect.LongestText)
            yield return $"dialect: our order ids take up to {FixOrderDialect.LongestText} characters, the venue takes {Orders.LongestId}";
        if (Reports.TradeIdTags.IsDefaultOrEmpty)
            yield return "dialect: TradeIdTags is empty";
    }
}
