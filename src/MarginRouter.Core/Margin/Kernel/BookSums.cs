using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Sums over the pieces of an account, before its model turns them into figures.</summary>
internal struct BookSums<T>
    where T : struct, INumber<T>
{
    /// <summary>Equity.</summary>
    public T Equity;

    /// <summary>Maintenance margin.</summary>
    public T Maintenance;

    /// <summary>What the venue's ratio counts beside it.</summary>
    public T Beside;

    /// <summary>Initial margin.</summary>
    public T Initial;

    /// <summary>What may be used for initial margin and is not in equity.</summary>
    public T Available;

    /// <summary>The coin in which losses are borrowed.</summary>
    public T Coin;

    /// <summary>How many pieces do not know their initial margin.</summary>
    public int InitialUnknown;

    /// <summary>How many pieces miss something.</summary>
    public int Missing;

    /// <summary>Adds an asset.</summary>
    public void Add(in AssetPiece<T> piece)
    {
        Equity += piece.Equity;
        Maintenance += piece.Borrowing;
        Initial += piece.Initial;
        Available += piece.Available;
        Coin += piece.Coin;
        Count(piece.InitialUnknown, piece.Note, 1);
    }

    /// <summary>Takes an asset out again.</summary>
    public void Remove(in AssetPiece<T> piece)
    {
        Equity -= piece.Equity;
        Maintenance -= piece.Borrowing;
        Initial -= piece.Initial;
        Available -= piece.Available;
        Coin -= piece.Coin;
        Count(piece.InitialUnknown, piece.Note, -1);
    }

    /// <summary>Adds the open orders of an instrument.</summary>
    public void Add(in OrderPiece<T> piece)
    {
        Equity -= piece.Loss + piece.OpeningFee;
        Maintenance += piece.Maintenance;
        Beside += piece.Beside;
        Count(piece.InitialUnknown, piece.Note, 1);
    }

    /// <summary>Adds the requirement of a group of contracts.</summary>
    public void Add(in GroupSides<T> group, bool nets, bool withBeside)
    {
        group.Required(nets, out T maintenance, out T beside, out T initial);
        Maintenance += maintenance;
        Initial += initial;
        if (withBeside)
            Beside += beside;
    }

    /// <summary>Takes the requirement of a group of contracts out again.</summary>
    public void Remove(in GroupSides<T> group, bool nets, bool withBeside)
    {
        group.Required(nets, out T maintenance, out T beside, out T initial);
        Maintenance -= maintenance;
        Initial -= initial;
        if (withBeside)
            Beside -= beside;
    }

    /// <summary>Counts what a piece does not know, or with -1 takes the count back.</summary>
    public void Count(bool initialUnknown, MissNote note, int times)
    {
        InitialUnknown += initialUnknown ? times : 0;
        Missing += note.Missing ? times : 0;
    }
}
