using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Scenarios;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>
/// A live account read as a scenario book. Open orders reserve by the states in which they have filled: initial margin must hold in
/// each of them, which is never less than what a venue asks for that counts orders of one side at once.
/// </summary>
internal sealed class ScenarioStateMargin : IStateMargin
{
    private readonly MarginRuleSet rules;
    private readonly ScenarioRule scenario;
    private readonly AccountQuestion question;
    private readonly List<ScenarioSlot> slots = [];
    private readonly SortedDictionary<int, IReadOnlyList<Bend>> bends = [];
    private readonly ScenarioReader<decimal> exact;
    private object? search;
    private StateScenarios<decimal>? exactBook;
    private object? searchBook;
    private int prepared = -1;
    private readonly ImmutableSortedDictionary<string, decimal> prices;
    private readonly ImmutableSortedDictionary<string, decimal> balances;

    public ScenarioStateMargin(MarginRuleSet rules, AccountQuestion question)
    {
        this.rules = rules;
        this.question = question;
        scenario = rules.Scenario!;
        exact = new ScenarioReader<decimal>(this, rules, question);
        prices = Prices(question);
        balances = question.Account.Balances
            .Where(balance => balance.Net != 0m)
            .ToImmutableSortedDictionary(balance => balance.Asset.Code, balance => balance.Net, StringComparer.Ordinal);
        foreach (PositionSnapshot position in question.Account.Positions)
        {
            if (position.Quantity.IsFlat || Unknown is not null)
                continue;
            Slot(position.Instrument, out Refusal? refusal);
            Unknown ??= refusal;
        }
    }

    /// <inheritdoc />
    public Refusal? Unknown { get; }

    /// <inheritdoc />
    public int SlotCount => slots.Count;

    private Subaccount Subaccount => question.Account.Subaccount;

    /// <inheritdoc />
    public Instrument this[int slot] => slots[slot].Instrument;

    /// <inheritdoc />
    public int Slot(InstrumentId instrument, out Refusal? refusal)
    {
        refusal = null;
        for (int i = 0; i < slots.Count; i++)
        {
            if (slots[i].Instrument.Id == instrument)
                return i;
        }

        if (Join(question.Reference[instrument], out refusal) is not { } joined)
            return -1;
        slots.Add(joined);
        bends.Clear();
        return slots.Count - 1;
    }

    /// <summary>The first slot of the same underlying: its positions and its balance bear on one scan.</summary>
    public int Group(int slot)
    {
        Asset underlying = slots[slot].Instrument.Base;
        int first = 0;
        while (slots[first].Instrument.Base != underlying)
            first++;
        return first;
    }

    /// <summary>
    /// The scan is convex in the positions. It bends where a balance begins or ceases to hedge (delta zero, delta equal to the balance)
    /// and where hedges across stable currencies are largest (their deltas cancel).
    /// </summary>
    public IReadOnlyList<Bend> Bends(int group)
    {
        if (!bends.TryGetValue(group, out IReadOnlyList<Bend>? known))
        {
            known = FindBends(group);
            bends.Add(group, known);
        }

        return known;
    }

    /// <inheritdoc />
    public decimal Held(int slot) => slots[slot].HeldLots;

    /// <summary>Never: what has filled enters at the mark and its profit counts in full.</summary>
    public bool OrderMatters(int slot) => false;

    /// <inheritdoc />
    public void Read<T>(ReadOnlySpan<StateFill> done, ReadOnlySpan<StateFill> open, StateReading<T> into)
        where T : struct, INumber<T>
    {
        if (prepared != slots.Count)
        {
            prepared = slots.Count;
            exactBook = new StateScenarios<decimal>(exact.Tables, Paired(), this, slots);
            searchBook = null;
        }

        if (into is StateReading<decimal> reading)
        {
            exact.Read(exactBook!, done, reading);
            return;
        }

        if (search is not ScenarioReader<T> reader)
            search = reader = new ScenarioReader<T>(this, rules, question);
        if (searchBook is not StateScenarios<T> book)
            searchBook = book = new StateScenarios<T>(reader.Tables, Paired(), this, slots);
        reader.Read(book, done, into);
    }

    /// <summary>
    /// Orders that are open count by the state of no fill, all buys, all sells or everything that asks for the most initial margin, as the
    /// rule files state.
    /// </summary>
    public MarginAssessment? Assess(ReadOnlySpan<StateFill> done, ReadOnlySpan<StateFill> open, out Refusal? refusal)
    {
        MarginAssessment? worst = Assess(done, out refusal);
        for (int sides = 1; sides <= 3 && open.Length > 0 && worst is not null; sides++)
        {
            List<StateFill> filled = [.. done];
            foreach (StateFill order in open)
            {
                if ((sides & (order.Side == Side.Buy ? 1 : 2)) != 0)
                    filled.Add(order);
            }

            if (Assess(CollectionsMarshal.AsSpan(filled), out refusal) is not { } state)
                return null;
            if (state.InitialMargin > worst.InitialMargin)
                worst = state;
        }

        return worst;
    }

    private MarginAssessment? Assess(ReadOnlySpan<StateFill> done, out Refusal? refusal) =>
        ScenarioMargin.Evaluate(rules, Book(done), out refusal) is { } found
            ? new MarginAssessment(found.Equity, found.Initial, found.Maintenance, found.Initial, found.Equity, found.Terms)
            {
                LiquidationRequirement = Rescaled(found.Kept),
            }
            : null;

    private static ImmutableSortedDictionary<string, decimal> Prices(AccountQuestion question)
    {
        var builder = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        foreach (string code in question.Prices.Assets.Keys)
        {
            if (question.Prices.TryConvert(new Asset(code), question.Account.Subaccount.Reporting, out decimal rate, out _))
                builder[code] = rate;
        }

        builder[question.Account.Subaccount.Reporting.Code] = 1m;
        return builder.ToImmutable();
    }

    private List<Bend> FindBends(int group)
    {
        Asset underlying = slots[group].Instrument.Base;
        ScenarioBook book = Book([]);
        if (book.Index(underlying.Code) is not { } index)
            return [];
        ImmutableArray<ScenarioLeg> held = [.. book.Legs.Where(leg => leg.Underlying == underlying.Code && leg.Units != 0m)];
        List<Bend> found = [];
        if (scenario.CollateralHedges)
        {
            decimal delta = held.Sum(leg => LegShock.Delta(leg, index));
            decimal balance = balances.GetValueOrDefault(underlying.Code) * index;
            ImmutableArray<decimal> contracts = PerLot(underlying, slot => slot.DeltaPerLot(index));
            ImmutableArray<decimal> pairs = PerLot(underlying, slot => slot.Leg is null ? slot.Instrument.BasePerLot * index : 0m);
            found.Add(new Bend(delta, contracts, pairs.All(pair => pair == 0m) ? [0m, -balance] : [0m], Whole: false));
            if (pairs.Any(pair => pair != 0m))
            {
                found.Add(new Bend(delta + balance, [.. contracts.Zip(pairs, (contract, pair) => contract + pair)], [0m], Whole: false));
                found.Add(new Bend(balance, pairs, [0m], Whole: false));
            }
        }

        if (scenario.Mismatch is { } mismatch)
        {
            decimal stable = held.Where(leg => mismatch.Quotes.Contains(leg.Quote)).Sum(leg => LegShock.Delta(leg, index));
            ImmutableArray<decimal> perLot = PerLot(underlying, slot => slot.Leg is { } leg && mismatch.Quotes.Contains(leg.Quote) ? slot.DeltaPerLot(index) : 0m);
            Bend bend = new(stable, perLot, [0m], Whole: false);
            if (found.Count > 0 && found[0].PerLot.SequenceEqual(perLot))
                found[0] = found[0] with { Values = found[0].Values.Add(found[0].Base - stable) };
            else
                found.Add(bend);
        }

        return found;
    }

    private decimal Rescaled(decimal kept) => rules.Ratio!.Form switch
    {
        RatioForm.RequirementOverEquity => kept / rules.Ratio.LiquidateAt,
        RatioForm.EquityOverRequirement => kept * rules.Ratio.LiquidateAt,
    };

    private ImmutableArray<decimal> PerLot(Asset underlying, Func<ScenarioSlot, decimal> perLot) =>
        [.. slots.Select(slot => slot.Instrument.Base == underlying ? perLot(slot) : 0m)];

    /// <summary>The book in which spot fills have been exchanged and contracts are as they were.</summary>
    private ScenarioBook Before(ReadOnlySpan<StateFill> done)
    {
        var moved = balances;
        foreach (Asset asset in SpotExchange.Assets(this))
        {
            decimal change = SpotExchange.Change(this, done, asset);
            if (change != 0m)
                moved = moved.SetItem(asset.Code, moved.GetValueOrDefault(asset.Code) + change);
        }

        return new ScenarioBook
        {
            Legs = [.. slots.Where(slot => slot.Leg is not null).Select(slot => slot.Leg!)],
            Balances = moved,
            Prices = prices,
        };
    }

    /// <summary>The book after all fills, for explanation.</summary>
    private ScenarioBook Book(ReadOnlySpan<StateFill> done)
    {
        ScenarioBook book = Before(done);
        foreach (ScenarioFill fill in Fills(done))
            book = fill.Apply(book, scenario.CoinOptions);
        return book;
    }

    /// <summary>The book before any fill, with a place among its balances for every asset that a pair can move.</summary>
    private ScenarioBook Paired()
    {
        var held = balances;
        foreach (Asset asset in SpotExchange.Assets(this))
            held = held.SetItem(asset.Code, held.GetValueOrDefault(asset.Code));
        return Before([]) with { Balances = held };
    }

    /// <summary>Fills of contracts with their fees in the reporting currency.</summary>
    private ScenarioFill[] Fills(ReadOnlySpan<StateFill> done)
    {
        List<ScenarioFill> fills = [];
        foreach (ref readonly StateFill fill in done)
        {
            if (slots[fill.Slot] is not { Leg: { } leg } slot)
                continue;
            decimal units = fill.Signed * slot.Instrument.BasePerLot;
            decimal value = leg.Kind == ScenarioLegKind.Inverse
                ? Math.Abs(units) / fill.Price * prices.GetValueOrDefault(leg.Underlying)
                : Math.Abs(units) * fill.Price * leg.QuoteRate;
            fills.Add(new ScenarioFill(leg.Instrument, units, fill.Price, slot.Instrument.Fees.TakerRate * value));
        }

        return [.. fills];
    }

    private ScenarioSlot? Join(Instrument instrument, out Refusal? refusal)
    {
        Asset reporting = Subaccount.Reporting;
        if (!question.Prices.TryConvert(instrument.Quote, reporting, out decimal rate, out refusal)
            || !question.Prices.TryConvert(instrument.Base, reporting, out _, out refusal))
            return null;
        if (instrument.Kind == InstrumentKind.Spot)
            return new ScenarioSlot(instrument, null, 0m);
        decimal? years = instrument.Expires ? OptionMark.Years(instrument, question.Prices, out refusal) : null;
        ScenarioOption? option = refusal is null && instrument.Kind == InstrumentKind.Option
            ? OptionMark.Terms(instrument, question.Prices, reporting, out refusal)
            : null;
        if (refusal is not null || !question.Prices.TryMark(instrument, out decimal mark, out refusal))
            return null;
        PositionSnapshot held = new(instrument.Id, PositionLots.Flat, 0m, null);
        foreach (PositionSnapshot position in question.Account.Positions)
            held = position.Instrument == instrument.Id ? position : held;
        ScenarioLeg leg = new()
        {
            Instrument = instrument.Symbol,
            Underlying = instrument.Base.Code,
            Kind = instrument.Kind switch
            {
                InstrumentKind.LinearPerpetual or InstrumentKind.LinearFuture => ScenarioLegKind.Linear,
                InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture => ScenarioLegKind.Inverse,
                InstrumentKind.Option => ScenarioLegKind.Option,
                InstrumentKind.Spot => ScenarioLegKind.Spot,
            },
            Units = held.Quantity.Value * instrument.BasePerLot,
            Entry = held.Quantity.IsFlat ? 0m : held.EntryPrice,
            Mark = mark,
            Quote = instrument.Quote.Code,
            QuoteRate = rate,
            Years = years,
            Option = option,
        };
        return new ScenarioSlot(instrument, leg, held.Quantity.Value);
    }
}
