using System.Numerics;

namespace MarginRouter.Core.Margin.States;

/// <summary>A part of an account that is liquidated for itself: the account, an isolated position, or the positions of one coin.</summary>
/// <param name="Subject">Which part.</param>
/// <param name="Requirement">What equity must exceed.</param>
/// <param name="Equity">Its equity.</param>
internal readonly record struct PartReading<T>(string Subject, T Requirement, T Equity)
    where T : struct, INumber<T>
{
    /// <summary>Requirement over equity; zero without a requirement, null when equity is gone.</summary>
    public T? Utilisation => Requirement == T.Zero ? T.Zero : Equity > T.Zero ? Requirement / Equity : null;

    /// <summary>Requirement less a share of equity.</summary>
    public T Against(T weight) => Requirement - (weight * Equity);
}
