using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Host.Journal;

/// <summary>What reading a journal gave.</summary>
/// <param name="Header">Its header.</param>
/// <param name="LastAt">Time of its last record; that of its creation when there is none.</param>
/// <param name="Events">Number of events.</param>
/// <param name="Decisions">Number of decisions.</param>
/// <param name="Reports">Every report to a desk that the journal implies, in order; the gateway sends those that it has not sent.</param>
internal sealed record RecoveredState(
    JournalHeader Header,
    Instant LastAt,
    long Events,
    long Decisions,
    ImmutableArray<DeskReport> Reports);
