using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>One limit in one fill state, in money form.</summary>
/// <param name="Reason">The reason given when it fails.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Required">What it asks for.</param>
/// <param name="Available">What there is.</param>
/// <param name="Threshold">The configured figure behind it; null when there is none.</param>
internal readonly record struct LimitReading(RefusalReason Reason, string Subject, decimal Required, decimal Available, decimal? Threshold)
{
    /// <summary>Above zero is a breach.</summary>
    public decimal Excess => Required - Available;

    /// <summary>The refusal when it fails.</summary>
    public Refusal Refusal => new(Reason, Subject, Required, Available, Threshold);
}
