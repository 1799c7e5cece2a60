using System.Collections.Immutable;

namespace MarginRouter.Venues.FixVenue.Dialects;

/// <summary>What a venue takes about orders. A word that is null is not offered there, and an order that needs it is dropped by name.</summary>
public sealed record FixOrderDialect
{
    /// <summary>Longest id of <see cref="FixOrderIdForm.Text"/>: a child id of 18 characters, a mark of two and a time of eleven digits.</summary>
    public const int LongestText = 31;

    /// <summary>What ClOrdID (11) looks like.</summary>
    public FixOrderIdForm Ids { get; init; } = FixOrderIdForm.Text;

    /// <summary>Most characters of ClOrdID (11).</summary>
    public int LongestId { get; init; } = 64;

    /// <summary>Whether Account (1) is sent.</summary>
    public bool SendsAccount { get; init; } = true;

    /// <summary>Whether HandlInst (21) is sent.</summary>
    public bool SendsHandlInst { get; init; } = true;

    /// <summary>Whether TransactTime (60) is sent.</summary>
    public bool SendsTransactTime { get; init; } = true;

    /// <summary>Whether a cancel repeats Side (54).</summary>
    public bool CancelNamesSide { get; init; } = true;

    /// <summary>Whether a cancel repeats OrderQty (38).</summary>
    public bool CancelNamesQuantity { get; init; } = true;

    /// <summary>TimeInForce (59) of an order that fills at once as far as it can.</summary>
    public char? ImmediateOrCancel { get; init; } = '3';

    /// <summary>TimeInForce (59) of an order that fills at once as a whole or not at all.</summary>
    public char? FillOrKill { get; init; } = '4';

    /// <summary>TimeInForce (59) of an order that stands until it is cancelled.</summary>
    public char? GoodTillCancel { get; init; } = '1';

    /// <summary>TimeInForce (59) of an order that stands for the venue's day.</summary>
    public char? Day { get; init; } = '0';

    /// <summary>TimeInForce (59) of an order that stands until ExpireTime (126).</summary>
    public char? GoodTillDate { get; init; } = '6';

    /// <summary>ExecInst (18) of an order that may only add to the book.</summary>
    public char? PostOnly { get; init; } = '6';

    /// <summary>ExecInst (18) of an order that may only shrink a position.</summary>
    public char? ReduceOnly { get; init; } = 'E';

    /// <summary>Further fields of every order.</summary>
    public ImmutableArray<FixExtraField> Fields { get; init; } = [];

    /// <summary>How a question about one order is put.</summary>
    public FixStatusQuestion Status { get; init; } = FixStatusQuestion.ByClientOrderId;

    /// <summary>Whether OrderCancelReplaceRequest (G) changes an order in place.</summary>
    public bool Replaces { get; init; } = true;

    /// <summary>MassCancelRequestType (530) that cancels the orders in one symbol; null where the venue has no mass cancel.</summary>
    public char? MassCancelBySymbol { get; init; } = '1';

    /// <summary>Whether OrderMassCancelReport (r) answers a mass cancel; else the ends of the orders are the only answer.</summary>
    public bool AnswersMassCancel { get; init; } = true;

    /// <summary>Whether OrderMassStatusRequest (AF) lists the orders that stand; else the account's reader does.</summary>
    public bool ListsByMassStatus { get; init; } = true;
}
