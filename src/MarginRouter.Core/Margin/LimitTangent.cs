using System.Collections.Immutable;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin;

/// <summary>
/// A limit near some sizes of candidates: a sum of straight lines that equals it there. Where the limit is convex it lies nowhere above it,
/// once the slack has been taken off.
/// </summary>
/// <param name="Reason">The reason given when it fails.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Bound">Zero, or the excess that stands already.</param>
/// <param name="Constant">What no candidate changes, in the account's reporting currency.</param>
/// <param name="Slack">By how much it may lie above the limit elsewhere, because the limit bends just there or figures are rounded; not negative.</param>
/// <param name="Slopes">By candidate.</param>
internal sealed record LimitTangent(
    RefusalReason Reason, string Subject, decimal Bound, decimal Constant, decimal Slack, ImmutableArray<TangentSlope> Slopes);
