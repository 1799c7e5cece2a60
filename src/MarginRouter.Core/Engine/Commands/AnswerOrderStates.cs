using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>Where orders of a desk stand, for a session beside its own.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Reports">The answer; its reports have the number 0, because they report nothing new.</param>
public sealed record AnswerOrderStates(OrderStatesRequested Question, ImmutableArray<DeskReport> Reports) : DeskAnswer(Question.Desk, Question.Id);
