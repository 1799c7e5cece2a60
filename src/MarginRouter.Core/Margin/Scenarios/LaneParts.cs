using System.Numerics;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>How lanes of a column count: those before a bound in full, those from there on in part or for themselves.</summary>
/// <param name="Split">Lane that begins the second part; whole blocks.</param>
/// <param name="Fraction">Share at which a lane of the second part counts; not negative. Because rounding keeps order, the smallest of the shares is the share of the smallest.</param>
/// <param name="Apart">True when the second part does not count, but is to be known.</param>
internal readonly record struct LaneParts<T>(int Split, T Fraction, bool Apart)
    where T : struct, INumber<T>;
