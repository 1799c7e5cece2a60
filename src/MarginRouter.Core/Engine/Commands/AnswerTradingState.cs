using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>Whether orders are taken.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="IsKilled">True while the kill switch is on.</param>
/// <param name="Disconnected">Venues whose order connection is down.</param>
/// <param name="DayEnd">The next end of a trading day.</param>
public sealed record AnswerTradingState(
    TradingStateRequested Question, bool IsKilled, ImmutableArray<VenueId> Disconnected, Instant DayEnd) : DeskAnswer(Question.Desk, Question.Id);
