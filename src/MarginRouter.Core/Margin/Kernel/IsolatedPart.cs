using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Requirement and equity of one position that is liquidated alone.</summary>
internal readonly struct IsolatedPart<T>
    where T : struct, INumber<T>
{
    public IsolatedPart(int position, in ContractPiece<T> piece)
    {
        Found = true;
        Position = position;
        Requirement = piece.Maintenance + piece.Beside;
        Equity = piece.Aside + piece.Profit;
    }

    /// <summary>True when there is one.</summary>
    public bool Found { get; }

    /// <summary>Index of the position.</summary>
    public int Position { get; }

    /// <summary>What it requires.</summary>
    public T Requirement { get; }

    /// <summary>What stands against it.</summary>
    public T Equity { get; }

    /// <summary>True when this part is nearer to liquidation than another; of two equally near ones the earlier position.</summary>
    public bool Worse(in IsolatedPart<T> other)
    {
        if (!other.Found)
            return true;
        if (Equity <= T.Zero || other.Equity <= T.Zero)
            return Equity < other.Equity || (Equity == other.Equity && Position < other.Position);
        T mine = Requirement * other.Equity;
        T theirs = other.Requirement * Equity;
        return mine > theirs || (mine == theirs && Position < other.Position);
    }
}
