using System.Collections.Immutable;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin;

/// <summary>
/// One limit of an account as its rules state it: a constant and, for each candidate that bears on it, the largest of some straight lines
/// in the lots of that candidate. The sum must not be above the bound.
/// </summary>
/// <param name="Reason">The reason given when it fails.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Bound">Zero, or the excess that stands already.</param>
/// <param name="Constant">What no candidate changes, in the account's reporting currency.</param>
/// <param name="Parts">By candidate that bears on it.</param>
internal sealed record AccountRow(RefusalReason Reason, string Subject, decimal Bound, decimal Constant, ImmutableArray<AccountRowPart> Parts);
