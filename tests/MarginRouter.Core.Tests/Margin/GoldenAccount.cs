using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>An account of invented instruments for a worked example: one contract (or pair) per position, in the currency it reports.</summary>
internal sealed class GoldenAccount
{
    private readonly List<Instrument> instruments = [];
    private readonly List<PositionSnapshot> positions = [];
    private readonly List<ValuationPrice?> marks = [];
    private readonly List<AssetBalance> balances = [];
    private readonly ImmutableSortedDictionary<string, ValuationPrice>.Builder assets =
        ImmutableSortedDictionary.CreateBuilder<string, ValuationPrice>(StringComparer.Ordinal);
    private readonly Asset reporting;
    private MarginRuleSet rules;

    public GoldenAccount(string ruleSet)
    {
        rules = RuleFiles.Load(ruleSet);
        reporting = rules.Reporting;
        assets[reporting.Code] = Price(1m);
    }

    public ReferenceData Reference => new([new Venue(new VenueId(0), "venue")], [.. instruments], []);

    public IMarginModel Model => MarginModelFactory.Create(rules);

    public MarginAccount Account => new(
        new Subaccount(new SubaccountId(0), "golden", new VenueId(0), rules.Name, reporting, 1m, [.. instruments.Select(i => i.Id)]),
        1,
        new Instant(1),
        [.. balances],
        [.. positions]);

    public PriceVector Prices => new([.. marks], [.. marks.Select(_ => (Refusal?)null)], assets.ToImmutable());

    public MarginAssessment Assess(params PendingFill[] orders)
    {
        MarginAssessment? found = MarginAssessor.Assess(Reference, Model, Account, [], orders, Prices, out Refusal? refusal);
        Assert.Null(refusal);
        return found!;
    }

    public decimal? LiquidationPrice(InstrumentId id) => MarginAssessor.LiquidationPrice(Reference, Model, Account, id, Prices);

    public GoldenAccount Collateral(string asset, decimal quantity, decimal price, decimal? weight = null)
    {
        balances.Add(new AssetBalance(new Asset(asset), quantity));
        assets[asset] = Price(price);
        if (weight is { } counted)
            rules = rules with { Haircuts = rules.Haircuts.SetItem(asset, new HaircutTable([new HaircutTier(0m, null, counted)])) };
        return this;
    }

    public GoldenAccount Tiers(string symbol, params MarginTier[] tiers)
    {
        rules = rules with { Tiers = rules.Tiers.SetItem(symbol, new TierTable([.. tiers])) };
        return this;
    }

    public InstrumentId Hold(string symbol, decimal quantity, decimal entry, decimal mark, decimal leverage, InstrumentKind kind = InstrumentKind.LinearPerpetual)
    {
        InstrumentId id = new(instruments.Count);
        instruments.Add(new Instrument
        {
            Id = id,
            Venue = new VenueId(0),
            Symbol = symbol,
            Kind = kind,
            Base = new Asset("BASE-" + symbol),
            Quote = reporting,
            Settlement = reporting,
            TickSize = 0.00000001m,
            LotSize = 0.00000001m,
            Multiplier = 1m,
            MinimumQuantity = new QuantityLots(1),
            MinimumNotional = 0m,
            Fees = new FeeSchedule(0m, 0m),
        });
        Assert.True(instruments[^1].TryPosition(quantity, out PositionLots lots));
        positions.Add(new PositionSnapshot(id, lots, entry, leverage));
        marks.Add(Price(mark));
        return id;
    }

    public PendingFill Order(InstrumentId id, Side side, decimal quantity, decimal price)
    {
        Instrument instrument = instruments[id.Value];
        Assert.True(instrument.TryQuantity(quantity, out QuantityLots lots) & instrument.TryPrice(price, out PriceTicks ticks));
        return new PendingFill(id, side, lots, ticks);
    }

    private static ValuationPrice Price(decimal value) => new(value, new Instant(1), PriceSource.Configured);
}
