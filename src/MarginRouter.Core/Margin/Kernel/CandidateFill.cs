using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>A hypothetical fill of a prepared account.</summary>
/// <param name="Position">Index of the position that it fills; a spot pair exchanges its two assets.</param>
/// <param name="Signed">Contracts, positive for a buy; not zero.</param>
/// <param name="Price">Its price; positive.</param>
/// <param name="Fee">Fee in units of the settlement coin, of the quote asset for a spot pair.</param>
internal readonly record struct CandidateFill<T>(int Position, T Signed, T Price, T Fee)
    where T : struct, INumber<T>;
