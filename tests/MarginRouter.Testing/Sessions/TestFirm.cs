using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Quotes;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Models;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Core.Routing;

namespace MarginRouter.Testing.Sessions;

/// <summary>
/// An invented firm on the margin rules of <c>config/margin</c>: a perpetual on tiers (alpha), a margined spot pair (beta) and a spot
/// pair without margin (gamma), one account each. Prices move around 60 000, the tick of every pair is 1.
/// </summary>
public static class TestFirm
{
    public const string Desk = "DESK";
    public const string Solo = "SOLO";

    public static readonly VenueId Alpha = new(0);
    public static readonly VenueId Beta = new(1);
    public static readonly VenueId Gamma = new(2);

    public static readonly InstrumentId Perpetual = new(0);
    public static readonly InstrumentId Margined = new(1);
    public static readonly InstrumentId Spot = new(2);
    public static readonly InstrumentId Currency = new(3);
    public static readonly InstrumentId Untiered = new(4);

    public static readonly SubaccountId AlphaAccount = new(0);
    public static readonly SubaccountId BetaAccount = new(1);
    public static readonly SubaccountId GammaAccount = new(2);

    private static readonly ImmutableDictionary<string, MarginRuleSet> Rules =
        new[] { "binance/usdm-cross", "kraken/spot-margin", "unmargined/spot" }.ToImmutableDictionary(name => name, PublishedRules.Read);

    public static ReferenceData Reference { get; } = new(
        [new Venue(Alpha, "alpha"), new Venue(Beta, "beta"), new Venue(Gamma, "gamma")],
        [
            Pair(0, Alpha, "BTCUSDT", InstrumentKind.LinearPerpetual, "BTC", "USDT", 1m, 0.001m, 0.0005m),
            Pair(1, Beta, "BTC/USD", InstrumentKind.Spot, "BTC", "USD", 1m, 0.0001m, 0.001m),
            Pair(2, Gamma, "BTC-USD", InstrumentKind.Spot, "BTC", "USD", 1m, 0.001m, 0.001m),
            Pair(3, Beta, "USDT/USD", InstrumentKind.Spot, "USDT", "USD", 0.0001m, 1m, 0.002m),
            Pair(4, Alpha, "NEWUSDT", InstrumentKind.LinearPerpetual, "NEW", "USDT", 1m, 0.001m, 0.0005m),
        ],
        [
            new Product(new ProductId(0), "BTC-USD", new Asset("BTC"), new Asset("USD"), 0.0001m, [Perpetual, Margined, Spot]),
            new Product(new ProductId(1), "NEW-USD", new Asset("NEW"), new Asset("USD"), 0.001m, [Untiered]),
        ]);

    public static Firm Firm { get; } = new()
    {
        Reference = Reference,
        Subaccounts =
        [
            new Subaccount(AlphaAccount, "alpha-1", Alpha, "binance/usdm-cross", new Asset("USDT"), 0.5m, [Perpetual, Untiered]),
            new Subaccount(BetaAccount, "beta-1", Beta, "kraken/spot-margin", new Asset("USD"), 0.5m, [Margined]),
            new Subaccount(GammaAccount, "gamma-1", Gamma, "unmargined/spot", new Asset("USD"), 1m, [Spot]),
        ],
        Desks =
        [
            NewDesk(Desk, 3, AlphaAccount, BetaAccount, GammaAccount),
            NewDesk(Solo, 1, AlphaAccount),
            NewDesk("BETA", 1, BetaAccount),
            NewDesk("GAMMA", 1, GammaAccount),
        ],
        Valuation =
        [
            ValuationRule.Fixed(new Asset("USD"), 1m),
            ValuationRule.FirstBook(new Asset("USDT"), [Currency], maximumAgeMilliseconds: 5_000),
            ValuationRule.FirstBook(new Asset("BTC"), [Margined], maximumAgeMilliseconds: 5_000),
        ],
        Ages = new AgeLimits(BookMilliseconds: 5_000, MarkMilliseconds: 5_000, IntentMilliseconds: 2_000),
        BookDepth = 10,
        WorkUnits = 20_000,
    };

    /// <summary>The same firm where every desk asks makers: two of alpha, together for its account, and one of gamma; twice at most, for 250 ms, from 60 000 USD on.</summary>
    public static Firm Quoting { get; } = Firm with
    {
        QuoteMakers =
        [
            new QuoteMakers(Alpha, ["m1", "m2"], [Perpetual], PerAccount: false),
            new QuoteMakers(Gamma, ["g1"], [Spot], PerAccount: true),
        ],
        Desks = [.. Firm.Desks.Select(desk => desk with { Quotes = new QuotePolicy(250, 60_000m, 3, 2) })],
    };

    public static RouteOptimizer Optimizer(ReferenceData? reference = null) =>
        new(reference ?? Reference, new MarginModelTable([.. Rules.Values.OrderBy(rules => rules.Name, StringComparer.Ordinal).Select(MarginModelFactory.Create)]));

    /// <summary>An engine of this firm, or of one that differs in limits and desks.</summary>
    public static RouterEngine NewEngine(Firm? firm = null) => new(firm ?? Firm, Optimizer((firm ?? Firm).Reference), NewLedger((firm ?? Firm).Reference));

    /// <summary>The same firm where one instrument takes no order of less value, in its quote currency.</summary>
    public static Firm WithLeastValue(InstrumentId instrument, decimal value) => Firm with
    {
        Reference = new ReferenceData(
            Reference.Venues,
            [.. Reference.Instruments.Select(one => one.Id == instrument ? one with { MinimumNotional = value } : one)],
            Reference.Products),
    };

    public static FirmLedger NewLedger(ReferenceData? reference = null) =>
        new(reference ?? Reference, Firm.Subaccounts, subaccount => Rules[subaccount.RuleSet].Positions == PositionKeeping.SpotMargin);

    private static Desk NewDesk(string name, int attempts, params SubaccountId[] accounts) => new(
        name,
        [new ProductId(0), new ProductId(1)],
        [.. accounts],
        new RoutePolicy(FillStatePolicy.Any, BreachPolicy.ReduceOnly, MaximumChildren: 12, CollarBasisPoints: 500m),
        MaximumOrderNotional: 5_000_000m,
        attempts,
        ReattemptMilliseconds: 500);

    private static Instrument Pair(
        int id, VenueId venue, string symbol, InstrumentKind kind, string underlying, string quote, decimal tick, decimal lot, decimal taker) => new()
        {
            Id = new InstrumentId(id),
            Venue = venue,
            Symbol = symbol,
            Kind = kind,
            Base = new Asset(underlying),
            Quote = new Asset(quote),
            Settlement = new Asset(quote),
            TickSize = tick,
            LotSize = lot,
            Multiplier = 1m,
            MinimumQuantity = new QuantityLots(1),
            MinimumNotional = 0m,
            Fees = new FeeSchedule(taker, 0m),
        };
}
