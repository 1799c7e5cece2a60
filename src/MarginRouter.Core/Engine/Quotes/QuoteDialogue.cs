using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Quotes;

/// <summary>What a parent has asked makers and what they said, for the terms that it had when it asked first.</summary>
internal sealed class QuoteDialogue(ParentOrder parent)
{
    /// <summary>The parent.</summary>
    public ParentOrder Parent => parent;

    /// <summary>Its terms: a replacement ends the dialogue.</summary>
    public ParentRequest Terms { get; } = parent.Request;

    /// <summary>All requests of all rounds.</summary>
    public List<QuoteCall> Calls { get; } = [];

    /// <summary>Attempts that the parent had made when it asked last: it asks once before each.</summary>
    public int AskedAfter { get; set; }

    /// <summary>Until when the parent waits for answers; null when it waits no longer.</summary>
    public Instant? WaitsUntil { get; set; }

    /// <summary>True once every maker has answered.</summary>
    public bool IsAnswered => Calls.TrueForAll(call => call.IsAnswered);
}
