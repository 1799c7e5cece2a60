using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>How subaccounts of a desk stand.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Accounts">The accounts; empty with a refusal.</param>
/// <param name="Refusal">Why nothing is told; null when something is.</param>
/// <param name="At">When that was.</param>
public sealed record AnswerAccounts(AccountsRequested Question, ImmutableArray<AccountStanding> Accounts, Refusal? Refusal, Instant At)
    : DeskAnswer(Question.Desk, Question.Id);
