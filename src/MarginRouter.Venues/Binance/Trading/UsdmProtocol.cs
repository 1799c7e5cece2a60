using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>
/// USD-M futures: orders over the WebSocket API, user events over a stream that a listen key opens, account and trades over REST. Accounts in
/// hedge mode, and positions in instruments that are not configured, are refused: their margin could not be reckoned.
/// </summary>
internal sealed class UsdmProtocol(BinanceOptions options, ApiIdentity identity, FeedContext context) : IMarketProtocol
{
    private readonly InstrumentLookup instruments = new(options.Instruments);
    private readonly SignedRest rest = new(options, identity, context);

    public string ApiPath => "/ws-fapi/v1";

    public string TimePath => "/fapi/v1/time";

    public string FeesPath => "/fapi/v1/commissionRate";

    public decimal TakerRate(JsonElement answer) => JsonFigure.Required(answer, "takerCommissionRate");

    public string? Objection(ChildOrderTerms terms) => null;

    public async Task RunUserStreamAsync(
        ApiConnection api, Action opened, Action<ReadOnlyMemory<byte>> onEvent, CancellationToken cancellation)
    {
        using JsonDocument granted = await rest.KeyedAsync(HttpMethod.Post, "/fapi/v1/listenKey", cancellation).ConfigureAwait(false);
        string listenKey = granted.RootElement.Text("listenKey");
        Uri address = new(options.Endpoints.Streams, $"/private/ws/{Uri.EscapeDataString(listenKey)}");
        await using SocketConnection socket =
            await SocketConnection.ConnectAsync(address, options.PrivateSocket, context.Time, cancellation).ConfigureAwait(false);
        opened();
        await TaskGroup.RunAsync(
            cancellation,
            token => ReadAsync(socket, onEvent, token),
            RenewAsync).ConfigureAwait(false);
    }

    public async Task<AccountStatement> ReadAccountAsync(ApiConnection api, CancellationToken cancellation)
    {
        using JsonDocument account = await rest.GetAsync("/fapi/v3/account", new ApiParameters(), cancellation).ConfigureAwait(false);
        using JsonDocument risk = await rest.GetAsync("/fapi/v3/positionRisk", new ApiParameters(), cancellation).ConfigureAwait(false);
        Instant asOf = default;
        List<AssetBalance> balances = [];
        foreach (JsonElement asset in account.RootElement.Member("assets").EnumerateArray())
        {
            balances.Add(new AssetBalance(new Asset(asset.Text("asset")), asset.Number("crossWalletBalance")));
            asOf = Later(asOf, asset.Milliseconds("updateTime"));
        }

        Dictionary<InstrumentId, PositionSnapshot> positions = [];
        foreach (JsonElement position in risk.RootElement.EnumerateArray())
        {
            asOf = Later(asOf, position.Milliseconds("updateTime"));
            if (Position(position.Text("symbol"), position.Text("positionSide"), position.Number("positionAmt"), position.Number("entryPrice"))
                is { } snapshot)
            {
                positions[snapshot.Instrument] = snapshot with
                {
                    Leverage = position.NumberOrNull("leverage"),
                    IsolatedMargin = IsolatedMargin(position, "marginType", "isolatedWallet"),
                };
            }
        }

        asOf = Later(asOf, CheckAgreement(account.RootElement, positions));
        await AddLeverageAsync(positions, cancellation).ConfigureAwait(false);
        await AddRanksAsync(positions, cancellation).ConfigureAwait(false);
        return new AccountStatement(
            asOf,
            balances,
            [.. positions.Values],
            UsdmMarginReader.Read(account.RootElement, instruments, positions.Values.Any(position => position.IsolatedMargin is not null)));
    }

    public async Task<ImmutableArray<InstrumentTiers>> ReadTablesAsync(CancellationToken cancellation)
    {
        using JsonDocument answer = await rest.GetAsync("/fapi/v1/leverageBracket", new ApiParameters(), cancellation).ConfigureAwait(false);
        return LeverageBrackets.Decode(answer.RootElement, symbol => options.Instruments.Any(instrument => instrument.Symbol == symbol));
    }

    public async Task<IReadOnlyList<OwnExecution>> ReadTradesAsync(
        ApiConnection api, string symbol, long orderId, CancellationToken cancellation)
    {
        ApiParameters parameters = new ApiParameters().Add("symbol", symbol).Add("orderId", orderId);
        using JsonDocument trades = await rest.GetAsync("/fapi/v1/userTrades", parameters, cancellation).ConfigureAwait(false);
        return OwnTrades.Decode(trades.RootElement);
    }

    public AccountStatement? DecodeAccountChange(string eventType, JsonElement userEvent)
    {
        if (eventType != "ACCOUNT_UPDATE")
            return null;
        JsonElement change = userEvent.Member("a");
        List<AssetBalance> balances = [];
        foreach (JsonElement balance in change.Member("B").EnumerateArray())
            balances.Add(new AssetBalance(new Asset(balance.Text("a")), balance.Number("cw")));
        List<PositionSnapshot> positions = [];
        foreach (JsonElement position in change.Member("P").EnumerateArray())
        {
            if (Position(position.Text("s"), position.Text("ps"), position.Number("pa"), position.Number("ep")) is { } snapshot)
                positions.Add(snapshot with { IsolatedMargin = IsolatedMargin(position, "mt", "iw") });
        }

        return new AccountStatement(userEvent.Milliseconds("T"), balances, positions, null);
    }

    public LeverageChange? DecodeLeverageChange(string eventType, JsonElement userEvent)
    {
        if (eventType != "ACCOUNT_CONFIG_UPDATE" || !userEvent.TryGetProperty("ac", out JsonElement change))
            return null;
        return instruments.Find(change.Text("s")) is { } instrument
            ? new LeverageChange(userEvent.Milliseconds("T"), instrument.Id, change.Number("l"))
            : null;
    }

    public void AddStanding(ApiParameters parameters, OrderStanding standing) => parameters.Add("type", "LIMIT").Add("timeInForce", standing switch
    {
        OrderStanding.Immediate => "IOC",
        OrderStanding.Whole => "FOK",
        OrderStanding.Resting => "GTC",
        OrderStanding.PostOnly => "GTX",
    });

    /// <summary>order.modify keeps the order's ids.</summary>
    public async Task<(PlaceAnswer Answer, OrderEnd? End)> ReplaceAsync(
        ApiConnection api, OrderReplacement replacement, CancellationToken cancellation)
    {
        ApiParameters parameters = new ApiParameters()
            .Add("symbol", replacement.Instrument.Symbol)
            .Add("origClientOrderId", replacement.ClientOrderId)
            .Add("side", BinanceAccountProtocol.SideText(replacement.Terms.Side))
            .Add("quantity", replacement.Quantity)
            .Add("price", replacement.Price);
        return (BinanceAccountProtocol.Outcome(await api.AskAsync("order.modify", parameters, cancellation).ConfigureAwait(false)), null);
    }

    public async Task<bool> CancelAllAsync(ApiConnection api, string symbol, CancellationToken cancellation)
    {
        ApiParameters parameters = new ApiParameters().Add("symbol", symbol);
        using JsonDocument answer = await rest.SendAsync(HttpMethod.Delete, "/fapi/v1/allOpenOrders", parameters, cancellation).ConfigureAwait(false);
        return answer.RootElement.Integer("code") == 200;
    }

    public async Task<JsonElement> ReadOpenOrdersAsync(ApiConnection api, string symbol, CancellationToken cancellation)
    {
        using JsonDocument orders = await rest.GetAsync("/fapi/v1/openOrders", new ApiParameters().Add("symbol", symbol), cancellation).ConfigureAwait(false);
        return orders.RootElement.Clone();
    }

    /// <summary>The countdown of each configured symbol.</summary>
    public async Task KeepAliveAsync(TimeSpan limit, CancellationToken cancellation)
    {
        foreach (Instrument instrument in options.Instruments)
        {
            ApiParameters parameters = new ApiParameters().Add("symbol", instrument.Symbol).Add("countdownTime", (long)limit.TotalMilliseconds);
            using JsonDocument set = await rest.SendAsync(HttpMethod.Post, "/fapi/v1/countdownCancelAll", parameters, cancellation).ConfigureAwait(false);
        }
    }

    private static Instant Later(Instant left, Instant right) => left > right ? left : right;

    private static async Task ReadAsync(SocketConnection socket, Action<ReadOnlyMemory<byte>> onEvent, CancellationToken cancellation)
    {
        while (true)
        {
            ReadOnlyMemory<byte> message = await socket.ReadAsync(cancellation).ConfigureAwait(false);
            onEvent(UserEventSlice.TryFind(message, out ReadOnlyMemory<byte> inner) ? inner : message);
        }
    }

    private async Task RenewAsync(CancellationToken cancellation)
    {
        while (true)
        {
            await Task.Delay(options.ListenKeyRenewal, context.Time, cancellation).ConfigureAwait(false);
            using JsonDocument renewed = await rest.KeyedAsync(HttpMethod.Put, "/fapi/v1/listenKey", cancellation).ConfigureAwait(false);
        }
    }

    private PositionSnapshot? Position(string symbol, string side, decimal amount, decimal entryPrice)
    {
        if (side != "BOTH")
        {
            return amount == 0m
                ? null
                : throw new VenueProtocolException($"{symbol}: the account is in hedge mode, which is not supported");
        }

        if (instruments.Find(symbol) is not { } instrument)
        {
            return amount == 0m
                ? null
                : throw new VenueProtocolException($"the account holds {amount} {symbol}, which is not a configured instrument");
        }

        if (!instrument.TryPosition(amount, out PositionLots lots))
            throw new VenueProtocolException($"{symbol}: a position of {amount} is not a whole number of lots of {instrument.LotSize}");
        return new PositionSnapshot(instrument.Id, lots, entryPrice, null);
    }

    /// <summary>
    /// What the venue holds apart from the wallet for one position, its profit left out (isolatedWallet; isolatedMargin has the profit in
    /// it). The third version of positionRisk does not name the mode; there a wallet of its own tells.
    /// </summary>
    private static decimal? IsolatedMargin(JsonElement position, string mode, string wallet)
    {
        decimal? aside = position.NumberOrNull(wallet);
        return IsIsolated(position, mode) ? aside ?? 0m : aside is null or 0m ? null : aside;
    }

    private static bool IsIsolated(JsonElement element, string mode) => element.TryGetProperty(mode, out JsonElement word)
        && string.Equals(word.GetString(), "isolated", StringComparison.OrdinalIgnoreCase);

    /// <summary>The two answers are taken at different moments: when their positions differ, a fill came in between and both are read again.</summary>
    private Instant CheckAgreement(JsonElement account, Dictionary<InstrumentId, PositionSnapshot> positions)
    {
        Instant asOf = default;
        foreach (JsonElement position in account.Member("positions").EnumerateArray())
        {
            if (position.TryGetProperty("updateTime", out _))
                asOf = Later(asOf, position.Milliseconds("updateTime"));
            if (instruments.Find(position.Text("symbol")) is not { } instrument || position.Text("positionSide") != "BOTH")
                continue;
            decimal stated = positions.TryGetValue(instrument.Id, out PositionSnapshot known) ? known.Quantity.Value * instrument.LotSize : 0m;
            if (position.Number("positionAmt") != stated)
                throw new VenueProtocolException($"{instrument.Symbol}: account and position answers disagree; reading again");
        }

        return asOf;
    }

    /// <summary>The third version of positionRisk lists only open positions and may leave out the leverage; symbolConfig has it for all.</summary>
    private async Task AddLeverageAsync(Dictionary<InstrumentId, PositionSnapshot> positions, CancellationToken cancellation)
    {
        if (options.Instruments.All(instrument => positions.TryGetValue(instrument.Id, out PositionSnapshot known) && known.Leverage is not null))
            return;
        try
        {
            using JsonDocument configuration =
                await rest.GetAsync("/fapi/v1/symbolConfig", new ApiParameters(), cancellation).ConfigureAwait(false);
            foreach (JsonElement symbol in configuration.RootElement.EnumerateArray())
            {
                if (instruments.Find(symbol.Text("symbol")) is not { } instrument)
                    continue;
                PositionSnapshot known = positions.TryGetValue(instrument.Id, out PositionSnapshot position)
                    ? position
                    : new PositionSnapshot(instrument.Id, default, 0m, null);
                positions[instrument.Id] = known with
                {
                    Leverage = symbol.Number("leverage"),
                    IsolatedMargin = known.IsolatedMargin ?? (IsIsolated(symbol, "marginType") ? 0m : null),
                };
            }
        }
        catch (VenueHttpException fault) when (fault.Status == HttpStatusCode.NotFound)
        {
            // Venues that copy the older interface do not have the request; the leverage then stays unknown and margin refuses by name.
            return;
        }
    }

    /// <summary>Where each open position stands in the queue for auto-deleveraging; an account without one is not asked about.</summary>
    private async Task AddRanksAsync(Dictionary<InstrumentId, PositionSnapshot> positions, CancellationToken cancellation)
    {
        if (positions.Values.All(position => position.Quantity.IsFlat))
            return;
        try
        {
            using JsonDocument answer = await rest.GetAsync("/fapi/v1/adlQuantile", new ApiParameters(), cancellation).ConfigureAwait(false);
            ImmutableDictionary<string, AdlRank> ranks = AdlQuantiles.Decode(answer.RootElement);
            foreach (Instrument instrument in options.Instruments)
            {
                if (positions.TryGetValue(instrument.Id, out PositionSnapshot held) && !held.Quantity.IsFlat && ranks.TryGetValue(instrument.Symbol, out AdlRank? rank))
                    positions[instrument.Id] = held with { AdlRank = rank };
            }
        }
        catch (VenueHttpException fault) when (fault.Status == HttpStatusCode.NotFound)
        {
            // Venues that copy the older interface do not have the request; the ranks then stay unknown.
            return;
        }
    }
}
