using System.Collections.Immutable;
using System.Numerics;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Lays a scenario book out in columns: names are looked up, options are revalued and gaps of the rules are found here, once.</summary>
internal sealed class ScenarioPreparation<T>
    where T : struct, INumber<T>
{
    private readonly MarginRuleSet rules;
    private readonly ScenarioRule rule;
    private readonly ScenarioBook book;
    private readonly ScenarioNames names;
    private readonly List<T> columns = [];
    private readonly List<(decimal Move, int Volatility)> points = [];
    private readonly List<RiskLeg<T>> legs = [];
    private readonly List<T> quantities = [];
    private readonly List<ExpiryState<T>> expiries = [];
    private readonly List<QuoteState<T>> quotes = [];
    private readonly List<HaircutRow<T>> haircuts = [];
    private readonly Dictionary<(int Unit, ScenarioLegKind Kind), (int Column, int Net)> shared = [];
    private readonly List<LegNotes> notes = [];
    private T worth;
    private int nets;

    private ScenarioPreparation(MarginRuleSet rules, ScenarioBook book, ScenarioNames names)
    {
        this.rules = rules;
        this.book = book;
        this.names = names;
        rule = rules.Scenario!;
    }

    /// <summary>Prepares a book.</summary>
    public static PreparedScenarios<T> Prepare(MarginRuleSet rules, ScenarioBook book, ScenarioNames names) =>
        new(new ScenarioPreparation<T>(rules, book, names).Layout());

    private ScenarioLayout<T> Layout()
    {
        RiskUnit<T>[] units = [.. names.Underlyings.Select(Unit)];
        HeldAsset<T>[] assets = [.. names.Assets.Select(Asset)];
        return new ScenarioLayout<T>
        {
            Figures = new ScenarioFigureSet<T>(rule),
            HaircutUnit = rules.HaircutUnit,
            Haircuts = [.. haircuts],
            Assets = assets,
            Units = units,
            Legs = [.. legs],
            Quantities = [.. quantities],
            Columns = [.. columns],
            Nets = nets,
            Notes = [.. notes],
            Worth = worth,
            Points = [.. points],
            Expiries = [.. expiries],
            Quotes = [.. quotes],
            Fills = T.CreateChecked(book.FillProfit),
        };
    }

    private HeldAsset<T> Asset(string code)
    {
        decimal quantity = book.Balances[code];
        bool listed = rules.Haircuts.TryGetValue(code, out HaircutTable? table);
        bool valued = book.Prices.TryGetValue(code, out decimal value);
        ImmutableArray<decimal>? rates = rule.Borrowing?.Find(code);
        int start = haircuts.Count;
        if (table is not null)
            haircuts.AddRange(table.Tiers.Select(tier => new HaircutRow<T>(tier)));
        return new HeldAsset<T>
        {
            Quantity = T.CreateChecked(quantity),
            Value = T.CreateChecked(value),
            Haircut = new RowRange(start, haircuts.Count - start),
            Maintenance = T.CreateChecked(rates?[0] ?? 0m),
            Initial = T.CreateChecked(rates?[1] ?? 0m),
            Unit = rule.CollateralHedges && book.Index(code) is > 0m ? names.Underlyings.IndexOf(code) : -1,
            Listed = listed,
            Valued = valued,
            Lendable = rates is not null,
        };
    }

    private RiskUnit<T> Unit(string underlying, int index)
    {
        ScenarioLeg[] held = [.. names.Legs.Where(leg => leg.Underlying == underlying)];
        decimal? price = book.Index(underlying) is > 0m and { } found ? found : null;
        bool options = Array.Exists(held, leg => leg.Option is not null);
        int lane = points.Count;
        AddPoints(price is null ? null : rule.Prices.Find(underlying), options);
        int ordinary = points.Count - lane;
        AddPoints(price is null ? null : rule.Extremes?.Find(underlying), options);
        RowRange lanes = new(lane, points.Count - lane);
        int start = columns.Count;
        bool hedges = rule.CollateralHedges && price is not null && book.Balances.ContainsKey(underlying);
        RiskUnit<T> unit = new()
        {
            Lanes = lanes,
            Ordinary = ordinary,
            Columns = start,
            Legs = new RowRange(legs.Count, held.Length),
            Index = T.CreateChecked(price ?? 0m),
            Balance = T.CreateChecked(hedges ? book.Balances[underlying] : 0m),
            ContractCharge = T.CreateChecked(rule.ContractCharge?.Find(underlying)?[0] ?? 0m),
            MinimumCharge = T.CreateChecked(rule.MinimumCharge?.Find(underlying)?[0] ?? 0m),
            DeltaBounded = rule.LargestDelta?.Find(underlying) is not null,
            LargestDelta = T.CreateChecked(rule.LargestDelta?.Find(underlying)?[0] ?? 0m),
            Dampened = rule.ExtremeDampener is not null,
            LargestExtreme = T.CreateChecked(rule.ExtremeDampener?.Find(underlying)?[0] ?? 0m),
        };
        int firstExpiry = expiries.Count;
        int firstQuote = quotes.Count;
        int firstNet = nets;
        AddLegs(held, index, price, lanes);
        unit.Nets = new RowRange(firstNet, nets - firstNet);
        unit.Expiries = new RowRange(firstExpiry, expiries.Count - firstExpiry);
        unit.Quotes = new RowRange(firstQuote, quotes.Count - firstQuote);
        unit.HedgeColumn = hedges ? columns.Count : -1;
        for (int i = lanes.Start; hedges && i < lanes.Start + lanes.Count; i++)
            columns.Add(T.CreateChecked(price!.Value * points[i].Move));
        return unit;
    }

    /// <summary>Scenarios in the order in which the first of equally bad ones is named: volatility up before same before down.</summary>
    private void AddPoints(ImmutableArray<decimal>? moves, bool options)
    {
        int start = points.Count;
        foreach (decimal move in moves ?? [])
        {
            for (int volatility = options ? 1 : 0; volatility >= (options ? -1 : 0); volatility--)
                points.Add((move, volatility));
        }

        while (points.Count - start < LaneMath.Padded(points.Count - start))
            points.Add((0m, 0));
    }

    private void AddLegs(ScenarioLeg[] held, int unit, decimal? price, RowRange lanes)
    {
        int firstExpiry = expiries.Count;
        int firstQuote = quotes.Count;
        List<decimal?> years = [];
        List<string> told = [];
        foreach (ScenarioLeg leg in held)
        {
            int index = legs.Count;
            decimal perUnit = leg.Kind == ScenarioLegKind.Inverse ? leg.Mark : 1m;
            ScenarioLeg one = leg with { Units = perUnit };
            (int column, int net) = Column(unit, one, price, lanes);
            notes.Add(new LegNotes(ScenarioGaps.Held(rule, leg, (unit, index), price is not null), ScenarioGaps.Sold(rule, leg, index)));
            legs.Add(new RiskLeg<T>
            {
                Kind = leg.Kind,
                Column = column,
                Net = net,
                Unit = unit,
                Mark = T.CreateChecked(leg.Mark),
                PerMark = T.CreateChecked(leg.Kind == ScenarioLegKind.Inverse ? 1m / leg.Mark : 0m),
                Rate = T.CreateChecked(LegShock.Rate(rule, leg, price)),
                Delta = T.CreateChecked(price is { } now ? LegShock.Delta(one, now) : 0m),
                Expiry = leg.Kind == ScenarioLegKind.Spot ? -1 : firstExpiry + Place(years, leg.Years),
                Quote = rule.Mismatch?.Quotes.Contains(leg.Quote) == true ? firstQuote + Place(told, leg.Quote) : -1,
                IsSound = notes[index].IsSound,
            });
            worth += T.CreateChecked(LegShock.Worth(rule, leg, price));
            quantities.Add(T.CreateChecked(leg.Units / perUnit));
        }

        ImmutableArray<decimal>? basis = rule.Basis?.Find(names.Underlyings[unit]);
        expiries.AddRange(years.Select(year => new ExpiryState<T> { Move = T.CreateChecked(LegShock.BasisMove(basis, year)) }));
        quotes.AddRange(told.Select(quote => new QuoteState<T> { Price = T.CreateChecked(book.Prices.TryGetValue(quote, out decimal value) ? value : 1m) }));
    }

    /// <summary>
    /// Where the profit of one unit of quantity by scenario stands. All linear and all inverse contracts of an underlying gain alike and
    /// share a column; each option has its own.
    /// </summary>
    private (int Column, int Net) Column(int unit, ScenarioLeg one, decimal? price, RowRange lanes)
    {
        ScenarioLegKind kind = one.Kind == ScenarioLegKind.Spot ? ScenarioLegKind.Linear : one.Kind;
        if (shared.TryGetValue((unit, kind), out (int Column, int Net) known))
            return known;
        (int Column, int Net) added = (columns.Count, nets++);
        for (int lane = lanes.Start; lane < lanes.Start + lanes.Count; lane++)
            columns.Add(T.CreateChecked(LegShock.Profit(rule, one, price!.Value, points[lane].Move, points[lane].Volatility)));
        if (kind != ScenarioLegKind.Option)
            shared.Add((unit, kind), added);
        return added;
    }

    private static int Place<TKey>(List<TKey> keys, TKey key)
    {
        if (!keys.Contains(key))
            keys.Add(key);
        return keys.IndexOf(key);
    }
}
