using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Engine.Trades;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>Trades of a desk's orders, a page at a time.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Page">The answer.</param>
public sealed record AnswerTrades(TradesRequested Question, TradePage Page) : DeskAnswer(Question.Desk, Question.Id);
