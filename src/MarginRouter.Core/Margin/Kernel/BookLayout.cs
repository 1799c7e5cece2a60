using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>The arrays of a prepared account.</summary>
/// <param name="Model">The class of formulas.</param>
/// <param name="Rules">Its figures.</param>
/// <param name="Tiers">Rows of all tier tables.</param>
/// <param name="Haircuts">Rows of all collateral tables.</param>
/// <param name="Assets">Assets.</param>
/// <param name="Contracts">Positions.</param>
/// <param name="Orders">Open orders by position.</param>
/// <param name="Groups">Number of groups of contracts.</param>
internal sealed record BookLayout<T>(
    BookModel<T> Model,
    KernelRules<T> Rules,
    TierRow<T>[] Tiers,
    HaircutRow<T>[] Haircuts,
    AssetState<T>[] Assets,
    ContractState<T>[] Contracts,
    OrderState<T>[] Orders,
    int Groups)
    where T : struct, INumber<T>;
