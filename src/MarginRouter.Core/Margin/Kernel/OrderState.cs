using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>One open order of a prepared account.</summary>
/// <param name="Buys">True for a buy.</param>
/// <param name="Quantity">Contracts; positive.</param>
/// <param name="Price">Its limit price.</param>
internal readonly record struct OrderState<T>(bool Buys, T Quantity, T Price)
    where T : struct, INumber<T>
{
    /// <summary>Contracts with the sign of the side.</summary>
    public T Signed => Buys ? Quantity : -Quantity;
}
