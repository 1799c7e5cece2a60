using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>One position of a prepared account; spot pairs are among them and hold nothing themselves.</summary>
internal struct ContractState<T>
    where T : struct, INumber<T>
{
    /// <summary>Signed contracts.</summary>
    public T Quantity;

    /// <summary>Base units per contract, quote units for inverse ones; positive.</summary>
    public T Multiplier;

    /// <summary>Average entry; zero when flat.</summary>
    public T Entry;

    /// <summary>The price at which it is valued: the mark, or the entry where no mark is known.</summary>
    public T Price;

    /// <summary>Chosen leverage; zero when there is none.</summary>
    public T Leverage;

    /// <summary>Margin put aside for it alone, in its settlement coin; meaningful when <see cref="Stated"/>.</summary>
    public T IsolatedMargin;

    /// <summary>True when the mark is known.</summary>
    public bool Marked;

    /// <summary>True when the margin put aside is stated.</summary>
    public bool Stated;

    /// <summary>True when it is worth quote units over price.</summary>
    public bool IsInverse;

    /// <summary>True when it only names a spot pair.</summary>
    public bool IsSpot;

    /// <summary>Its terms when it is an option; without meaning else.</summary>
    public OptionState<T> Option;

    /// <summary>True when it is an option.</summary>
    public bool IsOption;

    /// <summary>Index of the asset that it follows.</summary>
    public int Underlying;

    /// <summary>Index of the asset of its price.</summary>
    public int Quote;

    /// <summary>Index of its group: the contracts on one underlying.</summary>
    public int Group;

    /// <summary>Its tier table.</summary>
    public RowRange Tiers;

    /// <summary>Its open orders.</summary>
    public RowRange Orders;

    /// <summary>Index of the coin in which it settles.</summary>
    public readonly int Settlement => IsInverse || IsOption ? Underlying : Quote;

    /// <summary>True when it is a contract that holds something.</summary>
    public readonly bool IsHeld => !IsSpot && Quantity != T.Zero;

    /// <summary>Absolute value of a number of contracts at a price, in the settlement coin.</summary>
    public readonly T ValueOf(T contracts, T price) =>
        IsInverse ? T.Abs(contracts) * Multiplier / price : T.Abs(contracts) * Multiplier * price;

    /// <summary>Profit of contracts, signed, between two prices, in the settlement coin.</summary>
    public readonly T Profit(T contracts, T from, T to) => IsInverse
        ? (contracts * Multiplier / from) - (contracts * Multiplier / to)
        : contracts * Multiplier * (to - from);
}
