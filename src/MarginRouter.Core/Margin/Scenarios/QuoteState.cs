using System.Numerics;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Contracts of one quote currency within a risk unit.</summary>
internal struct QuoteState<T>
    where T : struct, INumber<T>
{
    /// <summary>Value of the quote currency; 1 where none is stated.</summary>
    public T Price;

    /// <summary>Net delta in the reporting currency.</summary>
    public T Delta;
}
