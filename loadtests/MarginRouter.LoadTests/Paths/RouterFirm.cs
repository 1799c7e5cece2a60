using System.Collections.Immutable;
using System.Net;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Valuation;
using MarginRouter.Core.Routing;
using MarginRouter.Host.Configuration;
using MarginRouter.LoadTests.Loopback;

namespace MarginRouter.LoadTests.Paths;

/// <summary>The firm of the load test: one desk, one product on two FIX venues, two accounts at each under tiered cross margin.</summary>
internal static class RouterFirm
{
    public const string Desk = "DESK";
    public const string CompId = "MARGINROUTER";
    public const string Password = "loopback";
    public const string ProductSymbol = "BTC-USDT";
    public const decimal Leverage = 20m;
    private const string Symbol = "BTCUSDT";
    private const string RuleSet = "binance/usdm-cross";
    private const string SecretReference = "env:LOADTEST_PASSWORD";
    private const int AccountsPerVenue = 2;
    private const int BookDepth = 100;
    private static readonly string[] VenueNames = ["east", "west"];

    /// <summary>The one secret of all sessions.</summary>
    public static SecretSource Secrets { get; } = new(ImmutableDictionary<string, string>.Empty.Add(SecretReference, Password));

    /// <summary>The venues, each a few ticks apart.</summary>
    public static IEnumerable<LoopbackVenueOptions> Venues(int updatesPerSecond) => VenueNames.Select((name, place) => new LoopbackVenueOptions(
        name, CompId, Symbol, [.. Enumerable.Range(0, AccountsPerVenue).Select(account => AccountName(place, account))], 60_000m, place, updatesPerSecond));

    /// <summary>The configuration for venues at these addresses.</summary>
    public static RouterConfiguration Configure(ImmutableArray<IPEndPoint> venues, DurabilityMode durability, string folder)
    {
        ConfigurationErrors errors = new();
        ImmutableDictionary<string, MarginRuleSet> rules = MarginRuleSetFiles.Load(Path.Combine(AppContext.BaseDirectory, "config"), errors);
        if (!errors.IsEmpty)
            throw new ConfigurationException(errors.All);
        ImmutableArray<Instrument> instruments = [.. venues.Select((_, place) => Instrument(place))];
        ImmutableArray<Subaccount> subaccounts = [.. venues.SelectMany((_, place) => Enumerable.Range(0, AccountsPerVenue).Select(account => Subaccount(place, account)))];
        return new RouterConfiguration(
            Firm(instruments, subaccounts),
            [.. venues.Select((address, place) => Venue(address, instruments[place], subaccounts))],
            [new DeskSettings(Desk, Desk, Desk, SecretReference)],
            rules,
            new JournalSettings(Path.Combine(folder, "journal"), durability, SegmentMegabytes: 64),
            new GatewaySettings("127.0.0.1", 0, CompId, Path.Combine(folder, "fix")),
            MarginTableUse.Files);
    }

    private static Firm Firm(ImmutableArray<Instrument> instruments, ImmutableArray<Subaccount> subaccounts)
    {
        Product product = new(
            new ProductId(0), ProductSymbol, new Asset("BTC"), new Asset("USDT"), 0.001m, [.. instruments.Select(instrument => instrument.Id)]);
        RoutePolicy policy = new(FillStatePolicy.Any, BreachPolicy.ReduceOnly, MaximumChildren: 12, CollarBasisPoints: 200m);
        return new Firm
        {
            Reference = new ReferenceData([.. VenueNames.Select((name, place) => new Venue(new VenueId(place), name))], instruments, [product]),
            Subaccounts = subaccounts,
            Desks = [new Desk(Desk, [product.Id], [.. subaccounts.Select(subaccount => subaccount.Id)], policy, 100_000_000m, 3, 50)],
            Valuation = [ValuationRule.Fixed(new Asset("USDT"), 1m)],
            Ages = new AgeLimits(BookMilliseconds: 60_000, MarkMilliseconds: 60_000, IntentMilliseconds: 10_000),
            BookDepth = BookDepth,
            WorkUnits = 20_000,
        };
    }

    private static VenueSettings Venue(IPEndPoint address, Instrument instrument, ImmutableArray<Subaccount> subaccounts)
    {
        string name = VenueNames[instrument.Venue.Value];
        ImmutableDictionary<string, string> secrets = ImmutableDictionary<string, string>.Empty
            .Add("username", SecretReference)
            .Add("password", SecretReference);
        return new VenueSettings(
            new Venue(instrument.Venue, name),
            VenueProtocol.Fix44,
            ImmutableDictionary<string, Uri>.Empty.Add("fix", new UriBuilder("tcp", address.Address.ToString(), address.Port).Uri),
            new FixMarketDataSettings(name, CompId, SecretReference, SecretReference),
            [instrument],
            [
                .. subaccounts.Where(subaccount => subaccount.Venue == instrument.Venue)
                    .Select(subaccount => new VenueAccountSettings(subaccount.Id, subaccount.Name, secrets, CompId)),
            ],
            BookDepth,
            AnswerMilliseconds: 10_000,
            LivenessMilliseconds: 60_000,
            new VenueTerms());
    }

    private static Instrument Instrument(int venue) => new()
    {
        Id = new InstrumentId(venue),
        Venue = new VenueId(venue),
        Symbol = Symbol,
        Kind = InstrumentKind.LinearPerpetual,
        Base = new Asset("BTC"),
        Quote = new Asset("USDT"),
        Settlement = new Asset("USDT"),
        TickSize = 0.1m,
        LotSize = 0.001m,
        Multiplier = 1m,
        MinimumQuantity = new QuantityLots(1),
        MinimumNotional = 5m,
        Fees = new FeeSchedule(0.0005m, 0.0002m),
    };

    private static Subaccount Subaccount(int venue, int account) => new(
        new SubaccountId((venue * AccountsPerVenue) + account),
        AccountName(venue, account),
        new VenueId(venue),
        RuleSet,
        new Asset("USDT"),
        UtilisationLimit: 0.5m,
        [new InstrumentId(venue)])
    {
        AcceptanceReserve = 0.02m,
    };

    private static string AccountName(int venue, int account) => $"{VenueNames[venue]}-{(char)('a' + account)}";
}
