using System.Numerics;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>
/// A scenario book under one set of prices, laid out in dense columns for evaluation in one number type. Options have been revalued once
/// into their columns; an evaluation is sums of columns times quantities and allocates nothing. Quantities may be changed between
/// evaluations; profits by scenario, totals and pieces belong to the last evaluation. One thread at a time.
/// </summary>
internal sealed class PreparedScenarios<T>
    where T : struct, INumber<T>
{
    private readonly HaircutRow<T>[] haircuts;
    private readonly HaircutUnit haircutUnit;
    private readonly T worth;
    private ScenarioSums<T> sums;
    private MissNote first;

    public PreparedScenarios(ScenarioLayout<T> layout)
    {
        haircuts = layout.Haircuts;
        haircutUnit = layout.HaircutUnit;
        Figures = layout.Figures;
        Assets = layout.Assets;
        Units = layout.Units;
        Legs = layout.Legs;
        Expiries = layout.Expiries;
        Quotes = layout.Quotes;
        Fills = layout.Fills;
        Notes = layout.Notes;
        worth = layout.Worth;
    }

    /// <summary>Figures that hold for every underlying.</summary>
    public ScenarioFigureSet<T> Figures { get; }

    /// <summary>Balances.</summary>
    public HeldAsset<T>[] Assets { get; }

    /// <summary>Risk units, in ordinal order of their underlyings.</summary>
    public RiskUnit<T>[] Units { get; }

    /// <summary>Legs, those of one unit together.</summary>
    public RiskLeg<T>[] Legs { get; }

    /// <summary>What the rules lack, by leg.</summary>
    public LegNotes[] Notes { get; }

    /// <summary>Expiries of all units.</summary>
    public ExpiryState<T>[] Expiries { get; }

    /// <summary>Quote currencies of all units.</summary>
    public QuoteState<T>[] Quotes { get; }

    /// <summary>Profit of fills so far, less their fees.</summary>
    public T Fills { get; private set; }

    /// <summary>Sums of the last evaluation.</summary>
    public ref readonly ScenarioSums<T> Sums => ref sums;

    /// <summary>The first thing that the last evaluation did not find.</summary>
    public MissNote FirstNote => first;

    /// <summary>Evaluates the whole book.</summary>
    public void Evaluate(out BookResult<T> result)
    {
        sums = default;
        first = default;
        sums.Equity = worth + Fills;
        AddAssets();
        foreach (RiskUnit<T> unit in Units)
        {
            Evaluate(unit);
            sums.Scanned += unit.Piece.Requirement;
            sums.Missing += unit.Piece.Note.Missing ? 1 : 0;
            first.Miss(unit.Piece.Note);
        }

        sums.Finish(Figures, out result);
        result.Note = first;
    }

    /// <summary>Does a fill: quantity and profit change, figures are those of the next evaluation.</summary>
    /// <param name="fill">The fill; its position is the index of a leg, its size is in base units (quote units of an inverse contract), its fee in the reporting currency.</param>
    public void Apply(in CandidateFill<T> fill)
    {
        ref RiskLeg<T> leg = ref Legs[fill.Position];
        leg.Held += leg.Quantity(fill.Signed);
        Fills += leg.Gain(fill.Signed, fill.Price) - fill.Fee;
    }

    /// <summary>What a balance counts as equity: a debt in full, a holding by its table.</summary>
    public T Counted(in HeldAsset<T> asset)
    {
        if (!asset.Counts)
            return T.Zero;
        if (asset.Quantity <= T.Zero)
            return asset.Quantity * asset.Value;
        ReadOnlySpan<HaircutRow<T>> rows = asset.Haircut.Of(haircuts);
        return haircutUnit switch
        {
            HaircutUnit.Value => HaircutMath.Counted(rows, asset.Quantity * asset.Value),
            HaircutUnit.Coins => HaircutMath.Counted(rows, asset.Quantity) * asset.Value,
        };
    }

    /// <summary>Adds what a balance counts and requires to sums, or with a sign of -1 takes it out again.</summary>
    public void Count(int index, in HeldAsset<T> asset, int sign, ref ScenarioSums<T> into)
    {
        if (!asset.Counts)
            return;
        T times = sign > 0 ? T.One : -T.One;
        into.Missing += asset.Note(index).Missing ? sign : 0;
        into.Equity += times * Counted(asset);
        if (asset.Quantity >= T.Zero)
            return;
        T owed = -asset.Quantity * asset.Value * times;
        into.Borrowed += owed * asset.Maintenance;
        into.BorrowedInitial += owed * asset.Initial;
        into.Closing += owed * (T.One + asset.Maintenance) * Figures.BorrowingFee;
    }

    private void AddAssets()
    {
        for (int i = 0; i < Assets.Length; i++)
        {
            first.Miss(Assets[i].Note(i));
            Count(i, Assets[i], 1, ref sums);
        }
    }

    private void Evaluate(RiskUnit<T> unit)
    {
        MissNote note = Total(unit, out RiskTotals<T> totals);
        LaneMath.Product(unit.Profits, unit.Columns, unit.Nets);
        unit.Piece = RiskMath.Require(this, unit, totals);
        note.Miss(unit.Piece.Note);
        unit.Piece.Note = note;
    }

    private MissNote Total(RiskUnit<T> unit, out RiskTotals<T> totals)
    {
        totals = default;
        MissNote note = default;
        foreach (ref QuoteState<T> quote in Quotes.AsSpan(unit.Quotes.Start, unit.Quotes.Count))
            quote.Delta = T.Zero;
        foreach (ref ExpiryState<T> expiry in Expiries.AsSpan(unit.Expiries.Start, unit.Expiries.Count))
            (expiry.Delta, expiry.Options) = (T.Zero, 0);
        T all = T.Zero;
        T gross = T.Zero;
        T[] nets = unit.Nets;
        nets.AsSpan().Clear();
        int end = unit.Legs.Start + unit.Legs.Count;
        for (int i = unit.Legs.Start; i < end;)
        {
            // Legs of one expiry stand together, so that their sum stays in a register.
            int at = Legs[i].Expiry;
            T net = T.Zero;
            int options = 0;
            for (; i < end && Legs[i].Expiry == at; i++)
            {
                ref readonly RiskLeg<T> leg = ref Legs[i];
                T quantity = leg.Held;
                T delta = quantity * leg.Delta;
                net += delta;
                nets[leg.Net] += quantity;
                if (leg.IsContract)
                    gross += T.Abs(delta);
                else if (leg.Kind == ScenarioLegKind.Option && quantity != T.Zero)
                    options++;
                if (leg.Quote >= 0)
                    Quotes[leg.Quote].Delta += delta;
                if (leg.IsSound || !Notes[i].Lacks(quantity))
                    continue;
                totals.Lacking++;
                note.Miss(Notes[i].Note(quantity));
            }

            all += net;
            if (at < 0)
                continue;
            Expiries[at].Delta = net;
            Expiries[at].Options = options;
            totals.Basis += T.Abs(net) * Expiries[at].Move;
            totals.OptionExpiries += options > 0 ? 1 : 0;
        }

        totals.Delta = all;
        totals.Gross = gross;
        return note;
    }
}
