using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Limits;

/// <summary>
/// One affine piece of a requirement in one instrument: an amount for what is held, and what each lot adds when it has filled or
/// while it is open. A requirement is the largest of its pieces. Since a piece separates by fill, the worst set of fills for it is
/// the set of fills that add to it, and no set need be enumerated (design decision 4).
/// </summary>
internal sealed class LimitPiece
{
    /// <summary>Value without any fill; where <see cref="CountsHeld"/>, without what is held.</summary>
    public required decimal Intercept { get; init; }

    /// <summary>True when what is held counts like lots bought: the piece is then the same for every position in the instrument.</summary>
    public bool CountsHeld { get; init; }

    /// <summary>Added per lot bought.</summary>
    public decimal FilledBuy { get; init; }

    /// <summary>Added per lot sold.</summary>
    public decimal FilledSell { get; init; }

    /// <summary>Added per unit of the fill's own value when bought.</summary>
    public decimal CostBuy { get; init; }

    /// <summary>Added per unit of the fill's own value when sold.</summary>
    public decimal CostSell { get; init; }

    /// <summary>Added per unit of assumed value while a buy is open.</summary>
    public decimal OpenBuy { get; init; }

    /// <summary>Added per unit of assumed value while a sell is open.</summary>
    public decimal OpenSell { get; init; }

    /// <summary>The whole is divided by this; a leverage, kept apart so that thirds stay exact until the end. Positive; null is 1.</summary>
    public decimal? Divisor { get; init; }

    /// <summary>What closing fills release where that depends on entry prices; null where it does not.</summary>
    public ReleaseRule? Release { get; init; }

    /// <summary>The value after division.</summary>
    public decimal Divided(decimal value) => Divisor is { } divisor ? value / divisor : value;

    /// <summary>What a change of the value after division is before it.</summary>
    public decimal Undivided(decimal value) => Divisor is { } divisor ? value * divisor : value;

    /// <summary>Value before division without any fill, given the signed lots held and the amount released per closed lot.</summary>
    public decimal Held(decimal held, decimal released)
    {
        decimal value = CountsHeld ? (held * FilledBuy) + Intercept : Intercept;
        return Release is null ? value : value - (released * Release.HeldOpposite);
    }

    /// <summary>Added per lot when filled, before division.</summary>
    public decimal Filled(in FillTerms fill, decimal released)
    {
        decimal added = fill.Buy ? FilledBuy : FilledSell;
        decimal cost = fill.Buy ? CostBuy : CostSell;
        if (cost != 0m)
            added += cost * fill.Value;
        if (Release is not null && (Release.Opened == Side.Buy) != fill.Buy)
            added -= released;
        return added;
    }

    /// <summary>Added per lot while open, before division.</summary>
    public decimal Open(in FillTerms fill)
    {
        decimal share = fill.Buy ? OpenBuy : OpenSell;
        return share == 0m ? 0m : share * fill.Assumed;
    }
}
