using System.Numerics;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>One limit in one fill state, in money form.</summary>
/// <param name="Reason">The reason given when it fails.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Required">What it asks for.</param>
/// <param name="Available">What there is.</param>
/// <param name="Threshold">The configured figure behind it; null when there is none.</param>
internal readonly record struct LimitReading<T>(RefusalReason Reason, string Subject, T Required, T Available, decimal? Threshold)
    where T : struct, INumber<T>
{
    /// <summary>Above zero is a breach.</summary>
    public T Excess => Required - Available;

    /// <summary>The refusal when it fails.</summary>
    public Refusal Refusal => new(Reason, Subject, decimal.CreateChecked(Required), decimal.CreateChecked(Available), Threshold);
}
