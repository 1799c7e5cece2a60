using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>The consolidated book of a product.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Bids">Bids, the highest first.</param>
/// <param name="Asks">Asks, the lowest first.</param>
/// <param name="Refusal">Why there is none; null when there is, even an empty one.</param>
/// <param name="At">When that was.</param>
public sealed record AnswerDepth(
    DepthRequested Question, ImmutableArray<DepthLevel> Bids, ImmutableArray<DepthLevel> Asks, Refusal? Refusal, Instant At)
    : DeskAnswer(Question.Desk, Question.Id);
