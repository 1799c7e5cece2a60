using System.Numerics;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Finds the class of formulas that a rule set names.</summary>
internal static class BookModels
{
    /// <summary>The model of a rule set that is evaluated as a book.</summary>
    public static BookModel<T> Of<T>(MarginModelKind kind, MarginScope scope)
        where T : struct, INumber<T> => kind switch
        {
            MarginModelKind.TieredDerivative when scope == MarginScope.Isolated => new IsolatedDerivative<T>(),
            MarginModelKind.TieredDerivative => new CrossDerivative<T>(),
            MarginModelKind.DebtRatio => new DebtRatio<T>(),
            MarginModelKind.TieredLiability => new TieredLiability<T>(),
            MarginModelKind.PooledMaintenance => new PooledMaintenance<T>(),
            MarginModelKind.CollateralLtv => new CollateralLtv<T>(),
            MarginModelKind.UsedMarginLevel or MarginModelKind.UnmarginedSpot or MarginModelKind.ScenarioGrid =>
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "is not evaluated as a book"),
        };
}
