using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Terms and market of an option in the number type of an evaluation.</summary>
internal struct OptionState<T>
    where T : struct, INumber<T>
{
    /// <summary>True for a call.</summary>
    public bool IsCall;

    /// <summary>Strike.</summary>
    public T Strike;

    /// <summary>Price of the underlying; zero when it is not known.</summary>
    public T Spot;

    /// <summary>Time to expiry in years.</summary>
    public decimal Years;

    /// <summary>Implied volatility per year.</summary>
    public decimal Volatility;
}
