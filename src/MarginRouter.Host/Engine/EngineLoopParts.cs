using MarginRouter.Core.Engine;
using MarginRouter.Host.Journal;

namespace MarginRouter.Host.Engine;

/// <summary>What an engine loop is made of.</summary>
internal sealed record EngineLoopParts(
    RouterEngine Engine,
    EngineInbox Inbox,
    RouterJournal Journal,
    CommitGate Gate,
    EngineClock Clock,
    IEngineObserver? Observer);
