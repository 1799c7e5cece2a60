using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Tests.Margin;
using BookLevel = MarginRouter.Core.MarketData.BookLevel;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>
/// A desk with one portfolio account that may hold a perpetual, a dated future and options on the same coin. The figures that the rule
/// file lacks are stated by the test, as an operator does who has them from the venue.
/// </summary>
internal sealed class OptionDesk
{
    public const decimal Price = 60_000m;
    public const decimal Taker = 0.0005m;
    public const decimal Wallet = 60_000m;
    public const decimal Limit = 0.5m;
    public const decimal Years = 0.25m;
    public const decimal PutMark = 5_500m;
    public const decimal Volatility = 0.6m;
    private const long YearMilliseconds = 365L * 86_400_000L;

    private static readonly Instant Start = Instant.FromMilliseconds(1_800_000_000_000);
    private readonly CommandList commands = new();
    private readonly RouterEngine engine;
    private Instant now = Start;

    public OptionDesk(MarginRuleSet rules, StressTable? stress = null, ImmutableArray<StressFloor> floors = default, Func<Firm, Firm>? change = null)
    {
        Rules = rules;
        Firm = NewFirm(rules, floors.IsDefault ? [] : floors);
        Firm = change is null ? Firm : change(Firm);
        MarginModelTable models = new([MarginModelFactory.Create(rules)]) { Stress = stress ?? StressTable.Empty };
        engine = new RouterEngine(Firm, new RouteOptimizer(Firm.Reference, models), new FirmLedger(Firm.Reference, Firm.Subaccounts, _ => false));
        Apply(new VenueConnectionChanged(new VenueId(0), Connected: true, "test"));
        foreach (Instrument instrument in Firm.Reference.Instruments.Where(one => one.Kind != InstrumentKind.Option))
            Book(instrument);
    }

    public MarginRuleSet Rules { get; }

    public Firm Firm { get; }

    /// <summary>The rules of a file with the figures that it lacks: those of a volatility scan, of dated contracts and of contracts.</summary>
    public static MarginRuleSet Completed(string name)
    {
        MarginRuleSet rules = RuleFiles.Load(name);
        return rules with
        {
            Scenario = rules.Scenario! with
            {
                Gaps = [],
                Volatility = rules.Scenario.Volatility ?? new VolatilityShock(0.3m, 0.3m, 0.3m, 0.3m, 0m),
                Basis = All(0.002m, 0.05m),
                ContractCharge = rules.Scenario.ContractCharge ?? All(0.001m),
            },
        };
    }

    /// <summary>States the account: a wallet, contracts of the perpetual, of the future, and of the put.</summary>
    public void Hold(decimal perpetual, decimal future, decimal puts, decimal wallet = Wallet)
    {
        (decimal Contracts, decimal Entry)[] held = [(perpetual, Price), (future, Price), (puts, PutMark)];
        Apply(new AccountReported(new AccountSnapshot(
            new SubaccountId(0),
            now,
            [new AssetBalance(new Asset("USDT"), wallet)],
            [.. held.Select((one, i) => new PositionSnapshot(
                new InstrumentId(i), new PositionLots((long)(one.Contracts * 100m)), one.Contracts == 0m ? 0m : one.Entry, null))])));
    }

    public void MarkContracts()
    {
        Apply(new MarkPriceReceived(new InstrumentId(0), Price, now));
        Apply(new MarkPriceReceived(new InstrumentId(1), Price, now));
    }

    public void MarkPut(decimal? volatility = Volatility, decimal? forward = null) =>
        Apply(new MarkPriceReceived(new InstrumentId(2), PutMark, now) { ImpliedVolatility = volatility, ForwardPrice = forward });

    /// <summary>Gives the engine any event and what comes out.</summary>
    public OutboundCommand[] Tell(InboundEvent inbound) => Apply(inbound);

    /// <summary>The perpetual's book with the same prices as at the start, counted in a step.</summary>
    public void BookInSteps(decimal tick)
    {
        BookImage image = new(new InstrumentId(0), 10);
        image.Load(BookState.Live, 1, now, [Level((Price - 1m) / tick)], [Level(Price / tick)]);
        Apply(new BookChanged(image));
    }

    public void Publish(decimal fundBalance, decimal fundPeak) => Apply(new InsuranceFundReceived(new VenueId(0), fundBalance, fundPeak, now));

    public void PublishFunding(decimal rate, long inMilliseconds) =>
        Apply(new MarkPriceReceived(new InstrumentId(0), Price, now) { FundingRate = rate, NextFunding = now.PlusMilliseconds(inMilliseconds) });

    public void Wait(long milliseconds)
    {
        now = now.PlusMilliseconds(milliseconds);
        foreach (Instrument instrument in Firm.Reference.Instruments.Where(one => one.Kind != InstrumentKind.Option))
            Book(instrument);
        MarkContracts();
    }

    public RouteDecision Decide(string product, Side side, decimal size)
    {
        ParentRequest request = new(
            "DESK", $"{product}{now.Nanoseconds}", product, side, size, OrderType.Limit, side == Side.Buy ? Price : Price - 1m, TimeInForce.ImmediateOrCancel);
        return Apply(new ParentReceived(request, PossibleDuplicate: false)).OfType<RecordDecision>().Single().Decision;
    }

    /// <summary>What a decision takes, in coins.</summary>
    public decimal Size(RouteDecision decision) =>
        decision.Children.Sum(child => Firm.Reference[child.Terms.Instrument].Quantity(child.Terms.Quantity));

    /// <summary>The same book as a margin case, with a fill in it.</summary>
    public string Case(decimal perpetual, decimal future, decimal puts, string fills, decimal wallet = Wallet)
    {
        string years = $", \"expiry\": \"{YearsNow}\"";
        string put = years + $", \"strike\": \"60000\", \"option\": \"put\", \"impliedVolatility\": \"{Volatility}\"";
        return ScenarioCaseText.Case(
            Rules.Name,
            $$"""{"asset": "USDT", "quantity": "{{wallet}}", "price": "1"}""",
            string.Join(
                ", ",
                ScenarioCaseText.Position("BTC-USDT-SWAP", "BTC", "linear", perpetual, Price, Price),
                ScenarioCaseText.Position("BTC-USDT-270101", "BTC", "linear", future, Price, Price, 1m, years),
                ScenarioCaseText.Position("BTC-USDT-270101-60000-P", "BTC", "option", puts, PutMark, PutMark, 1m, put)),
            """{"BTC": "59999.5", "USDT": "1"}""",
            fills);
    }

    private decimal YearsNow => Firm.Reference.Instruments[2].YearsFrom(now)!.Value;

    public static string Fill(string instrument, Side side, decimal size) =>
        $$""", "fills": [{"instrument": "{{instrument}}", "side": "{{(side == Side.Buy ? "buy" : "sell")}}", "quantity": "{{size}}", "price": "{{(side == Side.Buy ? Price : Price - 1m)}}", "fee": "{{size * (side == Side.Buy ? Price : Price - 1m) * Taker}}"}]""";

    private void Book(Instrument instrument)
    {
        BookImage image = new(instrument.Id, 10);
        image.Load(BookState.Live, 1, now, [Level(Price - 1m)], [Level(Price)]);
        Apply(new BookChanged(image));
    }

    private static BookLevel Level(decimal ticks) => new(new PriceTicks((long)ticks), new QuantityLots(200_000));

    private OutboundCommand[] Apply(InboundEvent inbound)
    {
        now = now.PlusMilliseconds(1);
        commands.Clear();
        engine.Apply(now, inbound, commands);
        return [.. Enumerable.Range(0, commands.Count).Select(i => commands[i])];
    }

    private static ClassFigures All(params decimal[] figures) => new(
        ImmutableSortedDictionary.Create<string, ImmutableArray<decimal>>(StringComparer.Ordinal).Add("all", [.. figures]),
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal),
        "all");

    private static Firm NewFirm(MarginRuleSet rules, ImmutableArray<StressFloor> floors)
    {
        Asset usdt = new("USDT");
        Instant expiry = Start.PlusMilliseconds((long)(Years * YearMilliseconds));
        ImmutableArray<Instrument> instruments =
        [
            One(0, "BTC-USDT-SWAP", InstrumentKind.LinearPerpetual) with { FundingHours = 8m },
            One(1, "BTC-USDT-270101", InstrumentKind.LinearFuture) with { Expiry = expiry },
            One(2, "BTC-USDT-270101-60000-P", InstrumentKind.Option) with
            {
                Expiry = expiry, Option = new OptionContract(OptionRight.Put, 60_000m, usdt),
            },
            One(3, "BTC-USDT", InstrumentKind.Spot),
        ];
        ReferenceData reference = new(
            [new Venue(new VenueId(0), "venue")],
            instruments,
            [
                new Product(new ProductId(0), "SWAP", new Asset("BTC"), usdt, 0.01m, [new InstrumentId(0)]),
                new Product(new ProductId(1), "FUTURE", new Asset("BTC"), usdt, 0.01m, [new InstrumentId(1)]),
            ]);
        return new Firm
        {
            Reference = reference,
            Subaccounts =
            [
                new Subaccount(
                    new SubaccountId(0), "portfolio", new VenueId(0), rules.Name, new Asset("USD"), Limit, [.. instruments.Select(one => one.Id)]),
            ],
            Desks =
            [
                new Desk(
                    "DESK",
                    [new ProductId(0), new ProductId(1)],
                    [new SubaccountId(0)],
                    new RoutePolicy(FillStatePolicy.Any, BreachPolicy.ReduceOnly, MaximumChildren: 4, CollarBasisPoints: 500m)
                    {
                        StressFloors = floors,
                    },
                    MaximumOrderNotional: 100_000_000m,
                    MaximumAttempts: 1,
                    ReattemptMilliseconds: 500),
            ],
            Valuation =
            [
                ValuationRule.Fixed(new Asset("USD"), 1m),
                ValuationRule.Fixed(usdt, 1m),
                ValuationRule.FirstBook(new Asset("BTC"), [new InstrumentId(3)], maximumAgeMilliseconds: 60_000),
            ],
            Ages = new AgeLimits(BookMilliseconds: 60_000, MarkMilliseconds: 60_000, IntentMilliseconds: 60_000) { VolatilityMilliseconds = 10_000 },
            BookDepth = 10,
            WorkUnits = 20_000,
        };
    }

    private static Instrument One(int id, string symbol, InstrumentKind kind) => new()
    {
        Id = new InstrumentId(id),
        Venue = new VenueId(0),
        Symbol = symbol,
        Kind = kind,
        Base = new Asset("BTC"),
        Quote = new Asset("USDT"),
        Settlement = new Asset("USDT"),
        TickSize = 1m,
        LotSize = 0.01m,
        Multiplier = 1m,
        MinimumQuantity = new QuantityLots(1),
        MinimumNotional = 0m,
        Fees = new FeeSchedule(Taker, 0m),
    };
}
