using System.Numerics;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>
/// An account under one rule set and one set of prices, laid out in arrays for evaluation in one number type. Names have become
/// indexes once; an evaluation and a candidate fill allocate nothing. Balances, positions and prices may be changed between
/// evaluations; the pieces belong to the last evaluation. One thread at a time.
/// </summary>
internal sealed class PreparedBook<T>
    where T : struct, INumber<T>
{
    private BookSums<T> sums;
    private IsolatedParts<T> parts;
    private MissNote first;

    public PreparedBook(BookLayout<T> layout)
    {
        Model = layout.Model;
        Rules = layout.Rules;
        Tiers = layout.Tiers;
        Haircuts = layout.Haircuts;
        Assets = layout.Assets;
        Contracts = layout.Contracts;
        Orders = layout.Orders;
        AssetPieces = new AssetPiece<T>[Assets.Length];
        ContractPieces = new ContractPiece<T>[Contracts.Length];
        OrderPieces = new OrderPiece<T>[Contracts.Length];
        Groups = new GroupSides<T>[layout.Groups];
    }

    /// <summary>The class of formulas.</summary>
    public BookModel<T> Model { get; }

    /// <summary>Its figures.</summary>
    public KernelRules<T> Rules { get; }

    /// <summary>Rows of all tier tables.</summary>
    public TierRow<T>[] Tiers { get; }

    /// <summary>Rows of all collateral tables.</summary>
    public HaircutRow<T>[] Haircuts { get; }

    /// <summary>Assets, in the order in which the account names them.</summary>
    public AssetState<T>[] Assets { get; }

    /// <summary>Positions, spot pairs included, in the order of the account.</summary>
    public ContractState<T>[] Contracts { get; }

    /// <summary>Open orders, those of one instrument together.</summary>
    public OrderState<T>[] Orders { get; private set; }

    /// <summary>What each asset added to the last evaluation.</summary>
    public AssetPiece<T>[] AssetPieces { get; }

    /// <summary>What each position added to it.</summary>
    public ContractPiece<T>[] ContractPieces { get; }

    /// <summary>What the open orders of each instrument added to it.</summary>
    public OrderPiece<T>[] OrderPieces { get; }

    /// <summary>Requirements by underlying.</summary>
    public GroupSides<T>[] Groups { get; }

    /// <summary>Sums of the last evaluation.</summary>
    public ref readonly BookSums<T> Sums => ref sums;

    /// <summary>The parts of an isolated account by nearness to liquidation, as of the last evaluation.</summary>
    public ref readonly IsolatedParts<T> Parts => ref parts;

    /// <summary>The first thing that the last evaluation did not find.</summary>
    public MissNote FirstNote => first;

    /// <summary>Makes room for so many open orders; where they stand is written into the contracts.</summary>
    public void Reserve(int orders)
    {
        if (Orders.Length < orders)
            Orders = new OrderState<T>[2 * orders];
    }

    /// <summary>Evaluates the whole account.</summary>
    public void Evaluate(out BookResult<T> result)
    {
        sums = default;
        parts = IsolatedParts<T>.None;
        first = default;
        Array.Clear(Groups);
        AddContracts();
        AddAssets();
        bool nets = Rules.Book.NetsUnderlying;
        bool beside = Model.CountsBeside;
        foreach (ref readonly GroupSides<T> group in Groups.AsSpan())
            sums.Add(group, nets, beside);
        AddOrders();
        Finish(sums, parts.Worst, out result);
        result.Note = first;
    }

    /// <summary>What a position in a state, which may be a hypothetical one, adds to the account.</summary>
    public void Piece(int index, in ContractState<T> state, out ContractPiece<T> piece)
    {
        ContractMath.Evaluate(this, index, state, out piece);
        if (!Model.HoldsContracts && state.IsHeld)
            piece.Note.Miss(MissKind.Tiers, index);
    }

    /// <summary>Turns sums into figures.</summary>
    /// <param name="total">Sums over all pieces.</param>
    /// <param name="worst">The part nearest to liquidation; used where parts are apart.</param>
    /// <param name="result">The figures.</param>
    public void Finish(in BookSums<T> total, in IsolatedPart<T> worst, out BookResult<T> result)
    {
        result = default;
        result.InitialKnown = total.InitialUnknown == 0;
        Model.Finish(this, total, ref result);
        if (worst.Found)
        {
            result.RatioRequirement = worst.Requirement;
            result.RatioEquity = worst.Equity;
        }

        result.LiquidationRequirement = Rules.Rescaled(result.RatioRequirement, Rules.LiquidateAt);
    }

    private void AddContracts()
    {
        bool pools = Model.PoolsProfit;
        if (pools)
        {
            foreach (ref AssetState<T> asset in Assets.AsSpan())
                asset.Pooled = T.Zero;
        }

        for (int i = 0; i < Contracts.Length; i++)
        {
            ref ContractPiece<T> piece = ref ContractPieces[i];
            ref readonly ContractState<T> state = ref Contracts[i];
            Piece(i, state, out piece);
            if (!state.IsHeld)
                continue;
            if (pools)
                Assets[state.Settlement].Pooled += piece.Coins;
            Model.Position(piece, state.Stated, T.One, ref sums);
            Groups[state.Group].Add(piece);
            sums.Count(piece.InitialUnknown, piece.Note, 1);
            first.Miss(piece.Note);
            if (Model.PartsApart)
                parts.Add(new IsolatedPart<T>(i, piece));
        }
    }

    private void AddAssets()
    {
        for (int i = 0; i < Assets.Length; i++)
        {
            ref AssetPiece<T> piece = ref AssetPieces[i];
            Model.Asset(this, i, Assets[i], out piece);
            sums.Add(piece);
            first.Miss(piece.Note);
        }
    }

    private void AddOrders()
    {
        for (int i = 0; i < Contracts.Length; i++)
        {
            if (!Contracts[i].Orders.Found)
                continue;
            ref OrderPiece<T> piece = ref OrderPieces[i];
            Model.Orders(this, i, Contracts[i], out piece);
            first.Miss(piece.Note);
            sums.Add(piece);
            if (Model.NetsOrders)
                sums.Initial += OrderMath.Beyond(Rules.Book.Orders, ContractPieces[i], piece);
        }
    }
}
