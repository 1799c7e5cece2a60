using MarginRouter.Core.Margin.Reconciliation;

namespace MarginRouter.Core.Engine.Events;

/// <summary>
/// A venue answered a what-if question about a subaccount. It changes no holdings: the answer is compared with the local figure for the same
/// hypothesis, and the journal holds the comparison.
/// </summary>
/// <param name="Answer">What was asked and what the venue says.</param>
public sealed record WhatIfReported(WhatIfAnswer Answer) : InboundEvent;
