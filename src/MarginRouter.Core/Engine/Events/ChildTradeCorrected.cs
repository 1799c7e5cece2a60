using MarginRouter.Core.Ledger;

namespace MarginRouter.Core.Engine.Events;

/// <summary>A venue corrects an execution (FIX ExecType G). A repetition changes nothing.</summary>
/// <param name="VenueTradeId">The venue's id of the execution that is wrong.</param>
/// <param name="Corrected">
/// What holds in its place, with the child and the time of the correction. Its own id may be the same one or a new one; later events name it by that.
/// </param>
public sealed record ChildTradeCorrected(string VenueTradeId, Fill Corrected) : InboundEvent;
