using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using MarginRouter.Core.Margin.Kernel;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>Lays a scenario book out in columns: names are looked up, options are revalued and gaps of the rules are found here, once.</summary>
internal sealed class ScenarioPreparation<T>
    where T : struct, INumber<T>
{
    private readonly ScenarioTables<T> tables;
    private readonly MarginRuleSet rules;
    private readonly ScenarioRule rule;
    private readonly ScenarioBook book;
    private readonly ScenarioNames names;
    private readonly List<RiskLeg<T>> legs = [];
    private readonly List<ExpiryState<T>> expiries = [];
    private readonly List<QuoteState<T>> quotes = [];
    private readonly List<HaircutRow<T>> haircuts = [];
    private readonly List<LegNotes> notes = [];
    private T worth;

    private ScenarioPreparation(ScenarioTables<T> tables, ScenarioBook book, ScenarioNames names)
    {
        this.tables = tables;
        rules = tables.Rules;
        this.book = book;
        this.names = names;
        rule = rules.Scenario!;
    }

    /// <summary>Prepares a book; its columns are those of the tables, which must be of its prices.</summary>
    public static PreparedScenarios<T> Prepare(ScenarioTables<T> tables, ScenarioBook book, ScenarioNames names) =>
        new(new ScenarioPreparation<T>(tables, book, names).Layout());

    private ScenarioLayout<T> Layout()
    {
        RiskUnit<T>[] units = [.. names.Underlyings.Select(Unit)];
        HeldAsset<T>[] assets = [.. names.Assets.Select(Asset)];
        return new ScenarioLayout<T>
        {
            Figures = tables.Figures,
            HaircutUnit = rules.HaircutUnit,
            Haircuts = [.. haircuts],
            Assets = assets,
            Units = units,
            Legs = [.. legs],
            Notes = [.. notes],
            Worth = worth,
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
        List<(decimal Move, int Volatility)> points = [];
        AddPoints(points, price is null ? null : rule.Prices.Find(underlying), options);
        int ordinary = points.Count;
        AddPoints(points, price is null ? null : rule.Extremes?.Find(underlying), options);
        (int first, int expiry, int quote) = (legs.Count, expiries.Count, quotes.Count);
        T[][] columns = AddLegs(held, index, price, points);
        bool hedges = rule.CollateralHedges && price is not null && book.Balances.ContainsKey(underlying);
        RiskUnit<T> unit = new()
        {
            Number = index,
            Points = [.. points],
            Parts = new LaneParts<T>(ordinary, T.CreateChecked(rule.ExtremeFraction), rule.ExtremeDampener is not null),
            Profits = new T[points.Count],
            Columns = columns,
            Nets = new T[columns.Length],
            HedgeColumn = hedges ? [.. points.Select(point => T.CreateChecked(price!.Value * point.Move))] : [],
            Legs = new RowRange(first, held.Length),
            Expiries = new RowRange(expiry, expiries.Count - expiry),
            Quotes = new RowRange(quote, quotes.Count - quote),
            Index = T.CreateChecked(price ?? 0m),
            Balance = T.CreateChecked(hedges ? book.Balances[underlying] : 0m),
            ContractCharge = T.CreateChecked(rule.ContractCharge?.Find(underlying)?[0] ?? 0m),
            MinimumCharge = T.CreateChecked(rule.MinimumCharge?.Find(underlying)?[0] ?? 0m),
            DeltaBounded = rule.LargestDelta?.Find(underlying) is not null,
            LargestDelta = T.CreateChecked(rule.LargestDelta?.Find(underlying)?[0] ?? 0m),
            IsSound = IsSound(underlying) && quotes.Count - quote <= 1 && notes.Skip(first).All(note => note.IsSound),
            LargestExtreme = T.CreateChecked(rule.ExtremeDampener?.Find(underlying)?[0] ?? 0m),
        };
        foreach (ref RiskLeg<T> leg in CollectionsMarshal.AsSpan(legs)[first..])
            leg.Unit = unit;
        return unit;
    }

    /// <summary>True when the rules say everything of an underlying whatever is held of it, but for what legs lack and hedges across currencies.</summary>
    private bool IsSound(string underlying) =>
        rule.LargestDelta?.Find(underlying) is null
        && rule.ExtremeDampener is null
        && !tables.Figures.OneOptionExpiry
        && rule.MinimumMultipliers is not { Rows: [] or [.., { To: not null }] };

    /// <summary>Scenarios in the order in which the first of equally bad ones is named: volatility up before same before down.</summary>
    private static void AddPoints(List<(decimal Move, int Volatility)> points, ImmutableArray<decimal>? moves, bool options)
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

    /// <summary>Adds the legs of a unit and gives its columns.</summary>
    private T[][] AddLegs(ScenarioLeg[] held, int unit, decimal? price, List<(decimal Move, int Volatility)> points)
    {
        int firstExpiry = expiries.Count;
        int firstQuote = quotes.Count;
        List<decimal?> years = [];
        List<string> told = [];
        List<T[]> columns = [];
        bool options = Array.Exists(held, leg => leg.Option is not null);
        foreach (ScenarioLeg leg in held)
        {
            int index = legs.Count;
            decimal perUnit = leg.Kind == ScenarioLegKind.Inverse ? leg.Mark : 1m;
            ScenarioLeg one = leg with { Units = perUnit };
            int net = Place(columns, price is { } known ? tables.Column(one, known, points, options) : []);
            notes.Add(new LegNotes(ScenarioGaps.Held(rule, leg, (unit, index), price is not null), ScenarioGaps.Sold(rule, leg, index)));
            legs.Add(new RiskLeg<T>
            {
                Kind = leg.Kind,
                Column = columns[net],
                Net = (short)net,
                Held = T.CreateChecked(leg.Units / perUnit),
                Mark = T.CreateChecked(leg.Mark),
                PerMark = T.CreateChecked(leg.Kind == ScenarioLegKind.Inverse ? 1m / leg.Mark : 0m),
                Rate = T.CreateChecked(LegShock.Rate(rule, leg, price)),
                Delta = T.CreateChecked(price is { } now ? LegShock.Delta(one, now) : 0m),
                Expiry = (short)(leg.Kind == ScenarioLegKind.Spot ? -1 : firstExpiry + Place(years, leg.Years)),
                Quote = (short)(rule.Mismatch?.Quotes.Contains(leg.Quote) == true ? firstQuote + Place(told, leg.Quote) : -1),
                IsSound = notes[index].IsSound,
            });
            worth += T.CreateChecked(LegShock.Worth(rule, leg, price));
        }

        ImmutableArray<decimal>? basis = rule.Basis?.Find(names.Underlyings[unit]);
        expiries.AddRange(years.Select(year => new ExpiryState<T> { Move = T.CreateChecked(LegShock.BasisMove(basis, year)) }));
        quotes.AddRange(told.Select(quote => new QuoteState<T> { Price = T.CreateChecked(book.Prices.TryGetValue(quote, out decimal value) ? value : 1m) }));
        return [.. columns];
    }

    private static int Place<TKey>(List<TKey> keys, TKey key)
    {
        if (!keys.Contains(key))
            keys.Add(key);
        return keys.IndexOf(key);
    }
}
