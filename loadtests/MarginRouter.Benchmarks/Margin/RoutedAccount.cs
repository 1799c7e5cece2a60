using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Benchmarks.Margin;

/// <summary>
/// One live account as routing asks about it: the evaluator prepared once for a decision, with an order of another child open, and a
/// candidate on one instrument after the other that is larger than the account can take.
/// </summary>
internal sealed class RoutedAccount
{
    private readonly ReferenceData reference;
    private readonly IMarginModel model;
    private readonly MarginAccount account;
    private readonly PriceVector prices;
    private readonly ImmutableArray<PendingFill> pending;
    private readonly PendingFill[] large;
    private readonly PendingFill[] small;

    private RoutedAccount(MarginRuleSet rules, (Instrument Instrument, decimal Mark, decimal Contracts)[] held, AssetBalance[] balances)
    {
        Asset reporting = rules.Reporting;
        reference = new ReferenceData([new Venue(new VenueId(0), "venue")], [.. held.Select(one => one.Instrument)], []);
        model = MarginModelFactory.Create(rules);
        var assets = ImmutableSortedDictionary.CreateBuilder<string, ValuationPrice>(StringComparer.Ordinal);
        assets["USD"] = Priced(1m);
        assets["USDT"] = Priced(1m);
        foreach ((Instrument instrument, decimal mark, _) in held)
            assets[instrument.Base.Code] = Priced(instrument.Base.Code == "BTC" ? 60_000m : mark);
        prices = new PriceVector(
            [.. held.Select(one => (ValuationPrice?)Priced(one.Mark))], [.. held.Select(_ => (Refusal?)null)], assets.ToImmutable());
        account = new MarginAccount(
            new Subaccount(new SubaccountId(0), "desk", new VenueId(0), rules.Name, reporting, 0.7m, [.. held.Select(one => one.Instrument.Id)]),
            1,
            new Instant(1),
            [.. balances],
            rules.Positions == PositionKeeping.None ? [] : [.. held.Select(one => Position(rules, one))]);
        pending = [Fill(held[0], 200m, 1m)];
        large = [.. held.Select(one => Fill(one, 200_000_000m, 1.0002m))];
        small = [.. held.Select(one => Fill(one, 200m, 1.0002m))];
    }

    /// <summary>An account of contracts on many underlyings.</summary>
    public static RoutedAccount Contracts(MarginRuleSet rules, int positions, params AssetBalance[] balances)
    {
        Random random = new(MarginSituation.Seed);
        return new RoutedAccount(
            rules,
            [.. Enumerable.Range(0, positions).Select(index =>
            {
                decimal mark = random.Next(1_000, 70_000_00) / 100m;
                return (One(index, $"PERP{index:000}", $"U{index}", "USDT", InstrumentKind.LinearPerpetual), mark, Math.Round(random.Next(-300_000, 300_000) / mark, 3));
            })],
            balances);
    }

    /// <summary>An account of linear and inverse contracts on one underlying.</summary>
    public static RoutedAccount Portfolio(MarginRuleSet rules, int positions, params AssetBalance[] balances)
    {
        Random random = new(MarginSituation.Seed);
        return new RoutedAccount(
            rules,
            [.. Enumerable.Range(0, positions).Select(index =>
            {
                InstrumentKind kind = index % 3 == 2 ? InstrumentKind.InversePerpetual : InstrumentKind.LinearPerpetual;
                decimal size = index % 3 == 2 ? random.Next(-300_000, 300_000) : random.Next(-5_000, 5_000) / 1_000m;
                return (One(index, $"BTC-{index}", "BTC", "USD", kind), 60_000m + random.Next(-200, 200), size);
            })],
            balances);
    }

    /// <summary>An account of spot pairs, half of whose coins are owed.</summary>
    public static RoutedAccount Pairs(MarginRuleSet rules, int pairs)
    {
        Random random = new(MarginSituation.Seed);
        (Instrument, decimal Mark, decimal)[] held =
        [
            .. Enumerable.Range(0, pairs).Select(index =>
                (One(index, $"U{index}-USDT", $"U{index}", "USDT", InstrumentKind.Spot), random.Next(1_000, 70_000_00) / 100m, 0m)),
        ];
        return new RoutedAccount(
            rules,
            held,
            [
                new AssetBalance(new Asset("USDT"), 9_000_000m) { Borrowable = 40_000_000m },
                .. held.Select((one, index) => new AssetBalance(new Asset($"U{index}"), (index % 2 == 0 ? -1m : 1m) * Math.Round(100_000m / one.Mark, 3)) { Borrowable = 1_000_000m }),
            ]);
    }

    /// <summary>Makes an account ready for a decision.</summary>
    public double Prepare(int turns)
    {
        double last = 0d;
        for (int turn = 0; turn < turns; turn++)
            last += Evaluator(FillStatePolicy.Any).InBreach ? 1d : 0d;
        return last;
    }

    /// <summary>Asks the prepared account whether a small candidate passes.</summary>
    public Func<int, double> Check(FillStatePolicy states)
    {
        AccountEvaluator evaluator = Evaluator(states);
        return turns =>
        {
            double passed = 0d;
            for (int turn = 0; turn < turns; turn++)
                passed += evaluator.Check(small.AsSpan(turn % small.Length, 1)) is null ? 1d : 0d;
            return passed;
        };
    }

    /// <summary>Asks the prepared account how much it can take.</summary>
    public Func<int, double> HeadRoom(FillStatePolicy states)
    {
        AccountEvaluator evaluator = Evaluator(states);
        return turns =>
        {
            double lots = 0d;
            for (int turn = 0; turn < turns; turn++)
                lots += evaluator.HeadRoom(large[turn % large.Length], [], out _).Value;
            return lots;
        };
    }

    /// <summary>Throws unless the account has limited room on every instrument: what is measured must be the search.</summary>
    public RoutedAccount Verified()
    {
        AccountEvaluator evaluator = Evaluator(FillStatePolicy.Any);
        if (evaluator.MarginUnknown is { } unknown)
            throw new InvalidOperationException(unknown.ToString());
        foreach (PendingFill fill in large)
        {
            QuantityLots room = evaluator.HeadRoom(fill, [], out Refusal? blocking);
            if (evaluator.InBreach || room.IsZero || blocking is null || blocking.Reason == RefusalReason.FillStatesUnproven)
                throw new InvalidOperationException($"{account.Subaccount.RuleSet}: room {room}, {blocking}");
        }

        return this;
    }

    private AccountEvaluator Evaluator(FillStatePolicy states) => new(reference, model, account, pending, prices, states, BreachPolicy.Oracle);

    private static PositionSnapshot Position(MarginRuleSet rules, (Instrument Instrument, decimal Mark, decimal Contracts) held)
    {
        decimal value = held.Instrument.Kind == InstrumentKind.InversePerpetual ? Math.Abs(held.Contracts) / held.Mark : Math.Abs(held.Contracts) * held.Mark;
        return new PositionSnapshot(held.Instrument.Id, new PositionLots((long)(held.Contracts / held.Instrument.LotSize)), held.Mark, 10m)
        {
            IsolatedMargin = rules.Book?.Scope == MarginScope.Isolated ? value / 5m : null,
        };
    }

    /// <summary>A candidate of a value at the mark that grows what is held, its price away from the mark by a factor.</summary>
    private static PendingFill Fill((Instrument Instrument, decimal Mark, decimal Contracts) held, decimal value, decimal factor)
    {
        decimal contracts = held.Instrument.Kind == InstrumentKind.InversePerpetual ? value : value / held.Mark;
        return new PendingFill(
            held.Instrument.Id,
            held.Contracts < 0m ? Side.Sell : Side.Buy,
            new QuantityLots(1 + (long)(contracts / held.Instrument.LotSize)),
            new PriceTicks((long)(held.Mark * (held.Contracts < 0m ? 2m - factor : factor) / held.Instrument.TickSize)));
    }

    private static Instrument One(int id, string symbol, string underlying, string quote, InstrumentKind kind) => new()
    {
        Id = new InstrumentId(id),
        Venue = new VenueId(0),
        Symbol = symbol,
        Kind = kind,
        Base = new Asset(underlying),
        Quote = new Asset(quote),
        Settlement = new Asset(kind == InstrumentKind.InversePerpetual ? underlying : quote),
        TickSize = 0.01m,
        LotSize = kind == InstrumentKind.InversePerpetual ? 1m : 0.001m,
        Multiplier = 1m,
        MinimumQuantity = new QuantityLots(1),
        MinimumNotional = 0m,
        Fees = new FeeSchedule(0.0005m, 0m),
    };

    private static ValuationPrice Priced(decimal value) => new(value, new Instant(1), PriceSource.VenueMark);
}
