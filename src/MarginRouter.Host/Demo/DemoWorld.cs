using System.Collections.Immutable;
using System.Security.Cryptography;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Host.Configuration;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Ethereum;
using MarginRouter.Simulation.FixVenue;
using MarginRouter.Simulation.Kraken;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Host.Demo;

/// <summary>Simulated venues on loopback, one per configured venue: those of the demo, and of the load tests.</summary>
internal sealed class DemoWorld : IAsyncDisposable
{
    private const int KrakenLeverage = 5;
    private readonly List<IAsyncDisposable> simulators = [];
    private readonly Dictionary<string, SimulatedExchange> exchanges = new(StringComparer.Ordinal);
    private readonly List<Func<Exception?>> failures = [];
    private readonly List<QuoteDesk> makers = [];
    private readonly MarketClock clock;
    private readonly WorldParts parts;
    private readonly ImmutableDictionary<string, string>.Builder secrets = ImmutableDictionary.CreateBuilder<string, string>();

    private DemoWorld(WorldParts parts, TimeProvider time)
    {
        this.parts = parts;
        clock = new MarketClock(time);
    }

    /// <summary>The venues behind their protocols, by the configuration's names: markets, accounts, faults.</summary>
    public IReadOnlyDictionary<string, SimulatedExchange> Exchanges => exchanges;

    /// <summary>Where makers quote at the venues that can have some.</summary>
    public IReadOnlyList<QuoteDesk> Makers => makers;

    /// <summary>The chain and its node; null in a world without pools.</summary>
    public EthereumSimulator? Chain { get; private set; }

    /// <summary>What simulators did wrong by themselves, as opposed to faults that were ordered; empty in a sound run.</summary>
    public IReadOnlyList<Exception> Failures => [.. failures.Select(failure => failure()).OfType<Exception>()];

    /// <summary>The wall clock that the venues share.</summary>
    public MarketClock Clock => clock;

    /// <summary>The configuration with the addresses of the simulators.</summary>
    public RouterConfiguration Configuration { get; private set; } = null!;

    /// <summary>The secrets drawn for this run.</summary>
    public SecretSource Secrets => new(secrets.ToImmutable());

    /// <summary>Starts a simulator for every venue of the configuration.</summary>
    public static async Task<DemoWorld> StartAsync(RouterConfiguration configuration, WorldParts parts, TimeProvider time)
    {
        DemoWorld world = new(parts, time);
        try
        {
            await world.StartAllAsync(configuration);
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable simulator in simulators)
            await simulator.DisposeAsync();
    }

    private async Task StartAllAsync(RouterConfiguration configuration)
    {
        ImmutableArray<VenueSettings>.Builder venues = ImmutableArray.CreateBuilder<VenueSettings>();
        foreach (VenueSettings venue in configuration.Venues)
            venues.Add(venue with { Endpoints = await StartAsync(venue, configuration) });
        foreach (DeskSettings desk in configuration.Desks)
            Draw(desk.PasswordSecret);
        Configuration = configuration with { Venues = venues.ToImmutable() };
    }

    private Task<ImmutableDictionary<string, Uri>> StartAsync(VenueSettings venue, RouterConfiguration configuration) => venue.Protocol switch
    {
        VenueProtocol.BinanceSpot => StartBinanceAsync(venue, BinanceMarketKind.Spot, null),
        VenueProtocol.BinanceUsdm => StartBinanceAsync(venue, BinanceMarketKind.UsdMargined, Rules(venue, configuration)),
        VenueProtocol.BinanceCoinm => StartBinanceAsync(venue, BinanceMarketKind.CoinMargined, null),
        VenueProtocol.KrakenSpot => StartKrakenAsync(venue, Rules(venue, configuration)),
        VenueProtocol.Fix44 => StartFixAsync(venue),
        VenueProtocol.Bybit => StartStreamAsync(venue, StreamVenue.Bybit, RulesIfAny(venue, configuration)),
        VenueProtocol.Okx => StartStreamAsync(venue, StreamVenue.Okx, RulesIfAny(venue, configuration)),
        VenueProtocol.KuCoin => StartStreamAsync(venue, StreamVenue.KuCoin, null),
        VenueProtocol.KrakenFutures => StartStreamAsync(venue, StreamVenue.KrakenFutures, null),
        VenueProtocol.Amm => StartChainAsync(venue),
        VenueProtocol.Hyperliquid => StartStreamAsync(venue, StreamVenue.Hyperliquid, RulesIfAny(venue, configuration)),
    };

    /// <summary>None where nobody trades, or balances are all there is.</summary>
    private static MarginRuleSet? RulesIfAny(VenueSettings venue, RouterConfiguration configuration) =>
        venue.Accounts.IsEmpty || !venue.Instruments.Any(instrument => instrument.IsDerivative) ? null : Rules(venue, configuration);

    /// <summary>A simulated venue margins by what its first account is configured with: here venue and router agree.</summary>
    private static MarginRuleSet Rules(VenueSettings venue, RouterConfiguration configuration) =>
        configuration.RuleSets[configuration.Firm.Subaccounts.First(subaccount => subaccount.Venue == venue.Venue.Id).RuleSet];

    private async Task<ImmutableDictionary<string, Uri>> StartStreamAsync(VenueSettings venue, StreamVenue kind, MarginRuleSet? rules)
    {
        StreamSimulator simulator = new(new StreamSimulatorOptions
        {
            Venue = kind,
            Clock = clock,
            Markets = Markets(venue),
            Accounts = Accounts(venue, "key", "secret"),
            Rules = rules,
            Makers = parts.Makers(venue.Venue.Name),
        });
        Keep(venue, simulator, simulator.Exchange, () => simulator.Failure);
        makers.Add(simulator.Quotes);
        await simulator.StartAsync();
        return Endpoints(("rest", simulator.RestUri), ("marketData", simulator.SocketUri), ("orders", simulator.SocketUri));
    }

    private async Task<ImmutableDictionary<string, Uri>> StartBinanceAsync(VenueSettings venue, BinanceMarketKind kind, MarginRuleSet? rules)
    {
        BinanceSimulator simulator = new(new BinanceSimulatorOptions
        {
            Kind = kind,
            Clock = clock,
            Markets = Markets(venue),
            Accounts = Accounts(venue, "key", "secret"),
            Rules = rules,
        });
        Keep(venue, simulator, simulator.Exchange, () => simulator.Defects.FirstOrDefault());
        await simulator.StartAsync();
        return Endpoints(("rest", simulator.RestUri), ("marketData", simulator.WebSocketUri), ("orders", simulator.WebSocketUri));
    }

    private async Task<ImmutableDictionary<string, Uri>> StartKrakenAsync(VenueSettings venue, MarginRuleSet rules)
    {
        KrakenSimulator simulator = new(new KrakenSimulatorOptions
        {
            Clock = clock,
            Markets = Markets(venue),
            Accounts = Accounts(venue, "key", "secret"),
            Rules = rules,
            MaximumLeverages = venue.Instruments
                .Where(instrument => instrument.Base.Code == "BTC")
                .ToDictionary(instrument => instrument.Symbol, _ => KrakenLeverage),
        });
        Keep(venue, simulator, simulator.Exchange, () => simulator.Failure);
        await simulator.StartAsync();
        return Endpoints(("rest", simulator.RestUri), ("marketData", simulator.PublicWebSocketUri), ("orders", simulator.PrivateWebSocketUri));
    }

    private async Task<ImmutableDictionary<string, Uri>> StartFixAsync(VenueSettings venue)
    {
        FixMarketDataSettings marketData = venue.MarketDataSession!;
        FixVenueSimulator simulator = new(new FixVenueSimulatorOptions
        {
            Clock = clock,
            CompId = marketData.TargetCompId,
            Makers = parts.Makers(venue.Venue.Name),
            Markets = Markets(venue),
            Accounts = [.. venue.Accounts.Select(account => parts.Account(account.Name, account.Name, account.Name))],
            Clients =
            [
                new FixVenueClientOptions
                {
                    CompId = marketData.CompId,
                    Username = Draw(marketData.UsernameSecret),
                    Password = Draw(marketData.PasswordSecret),
                    Accounts = [],
                },
                .. venue.Accounts.Select(account => new FixVenueClientOptions
                {
                    CompId = account.CompId,
                    Username = Draw(account.Secrets["username"]),
                    Password = Draw(account.Secrets["password"]),
                    Accounts = [account.Name],
                }),
            ],
        });
        Keep(venue, simulator, simulator.Exchange, () => null);
        makers.Add(simulator.Quotes);
        await simulator.StartAsync();
        return Endpoints(("fix", new UriBuilder("tcp", simulator.EndPoint.Address.ToString(), simulator.EndPoint.Port).Uri));
    }

    private async Task<ImmutableDictionary<string, Uri>> StartChainAsync(VenueSettings venue)
    {
        if (parts.Chain is not { } create || Chain is not null)
            throw new ConfigurationException([$"{venue.Venue.Name}: this world simulates {(Chain is null ? "no chain" : "one chain")}"]);
        EthereumSimulator node = new(create(clock));
        Chain = node;
        simulators.Add(node);
        failures.Add(() => node.Failure);
        await node.StartAsync();
        foreach (string reference in venue.Accounts.SelectMany(account => account.Secrets.Values))
            Draw(reference);
        return Endpoints(("node", node.RestUri), ("socket", node.SocketUri));
    }

    private IReadOnlyList<SimulatedMarketOptions> Markets(VenueSettings venue) =>
        [.. venue.Instruments.Select(instrument => new SimulatedMarketOptions(instrument, parts.Book(venue.Venue.Name, instrument)))];

    private IReadOnlyList<SimulatedAccountOptions> Accounts(VenueSettings venue, string nameRole, string secretRole) =>
        [
            .. venue.Accounts.Select(account => parts.Account(account.Name, Draw(account.Secrets[nameRole]), Draw(account.Secrets[secretRole])) with
            {
                ApiPassphrase = account.Secrets.TryGetValue("passphrase", out string? reference) ? Draw(reference) : "",
            }),
        ];

    private void Keep(VenueSettings venue, IAsyncDisposable simulator, SimulatedExchange exchange, Func<Exception?> failure)
    {
        simulators.Add(simulator);
        exchanges.Add(venue.Venue.Name, exchange);
        failures.Add(failure);
    }

    /// <summary>Draws a secret for a reference, unless it has to be a given one; Kraken hands out base 64, which every other venue takes as text.</summary>
    private string Draw(string reference)
    {
        string secret = parts.FixedSecrets.GetValueOrDefault(reference) ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(24));
        secrets[reference] = secret;
        return secret;
    }

    private static ImmutableDictionary<string, Uri> Endpoints(params (string Name, Uri Address)[] endpoints) =>
        endpoints.ToImmutableDictionary(endpoint => endpoint.Name, endpoint => endpoint.Address);
}
