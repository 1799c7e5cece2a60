using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>
/// A class of formulas that judges an account as a whole. It says what each asset, position and instrument with open orders adds to
/// the account and how the sums become figures; a full evaluation adds all of it up, a candidate fill exchanges what it touches.
/// Stateless.
/// </summary>
internal abstract class BookModel<T>
    where T : struct, INumber<T>
{
    /// <summary>True when profits are pooled with the balances of their settlement coin before these are counted.</summary>
    public virtual bool PoolsProfit => false;

    /// <summary>True when closing fees stand beside the maintenance margin in the venue's ratio.</summary>
    public virtual bool CountsBeside => false;

    /// <summary>True when open orders share initial margin with the position of their instrument.</summary>
    public virtual bool NetsOrders => false;

    /// <summary>True when each position is liquidated alone.</summary>
    public virtual bool PartsApart => false;

    /// <summary>True when the class knows contract positions; holding one under any other is noted as missing.</summary>
    public virtual bool HoldsContracts => true;

    /// <summary>What an asset adds, given its state, which may be a hypothetical one.</summary>
    public abstract void Asset(PreparedBook<T> book, int index, in AssetState<T> state, out AssetPiece<T> piece);

    /// <summary>Adds to the sums what a position adds beside its requirement, or with a sign of -1 takes it back.</summary>
    public abstract void Position(in ContractPiece<T> piece, bool stated, T sign, ref BookSums<T> sums);

    /// <summary>What the open orders of an instrument add.</summary>
    public abstract void Orders(PreparedBook<T> book, int index, in ContractState<T> state, out OrderPiece<T> piece);

    /// <summary>Turns sums into equity, margins and the two sides of the venue's ratio; the parts of the account are compared afterwards.</summary>
    public virtual void Finish(PreparedBook<T> book, in BookSums<T> sums, ref BookResult<T> result)
    {
        result.Equity = sums.Equity;
        result.Initial = sums.Initial;
        result.Maintenance = sums.Maintenance;
        result.Available = sums.Equity + sums.Available;
        result.RatioRequirement = sums.Maintenance + sums.Beside;
        result.RatioEquity = sums.Equity;
    }
}
