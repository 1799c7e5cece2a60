using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Bybit.Quotes;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Bybit;

/// <summary>REST of Bybit v5 (bybit-exchange docs, v5): time, instruments, risk limits, account, positions, orders, executions and requests for quotes.</summary>
internal sealed class BybitRest(
    SimulatedExchange exchange, BybitSecurity security, RuleSetMargin? margin, BybitQuotes quotes)
{
    private readonly BybitWhatIf whatIf = new(exchange, margin);
    private readonly BybitOrders orders = new(exchange);

    private readonly Dictionary<string, int> windows = new(StringComparer.Ordinal);

    private const decimal Unbounded = 1_000_000_000_000m;

    private long Now => exchange.Clock.Now.ToMilliseconds();

    /// <summary>Answers a request; null when it is not known.</summary>
    public StreamAnswer? Answer(StreamRequest request) => request.Route switch
    {
        "GET /v5/market/time" => BybitJson.Success(
            $$"""{"timeSecond":"{{Now / 1000}}","timeNano":"{{exchange.Clock.Now.Nanoseconds}}"}""", Now),
        "GET /v5/market/instruments-info" => Listed(request, Instrument),
        "GET /v5/market/risk-limit" => RiskLimits(request),
        "GET /v5/market/insurance" => Insurance(request.Parameter("coin")),
        "GET /v5/rfq/public-trades" => quotes.PublicTrades(),
        _ => security.Check(request, out StreamAnswer? refusal) is { } account ? Answer(request, account) : refusal,
    };

    /// <summary>An order command by the path that it has over REST.</summary>
    public StreamAnswer Command(string path, JsonElement order, SimulatedAccount account) => orders.Command(path, order, account);

    /// <summary>The window of an account's disconnection protection; null when it was never set.</summary>
    public TimeSpan? DisconnectWindow(SimulatedAccount account) =>
        windows.TryGetValue(account.Name, out int seconds) ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Sets the window, from 3 to 300 seconds. Which of its products an account here trades is decided by the venue's markets.</summary>
    private StreamAnswer Protect(JsonElement request, SimulatedAccount account)
    {
        bool isKnown = !request.TryGetProperty("product", out JsonElement product) || product.GetString() is "SPOT" or "DERIVATIVES" or "OPTIONS";
        if (!isKnown || !request.TryGetProperty("timeWindow", out JsonElement window) || !window.TryGetInt32(out int seconds) || seconds is < 3 or > 300)
            return BybitJson.Failure(10001, "params error: timeWindow", Now);
        windows[account.Name] = seconds;
        return BybitJson.Success("{}", Now);
    }

    private StreamAnswer? Answer(StreamRequest request, SimulatedAccount account) => request.Route switch
    {
        "POST /v5/order/disconnected-cancel-all" => Protect(JsonElement.Parse(request.Body), account),
        "GET /v5/asset/coin/query-info" => Coins(),
        "GET /v5/user/query-api" => BybitJson.Success(
            $$"""{"id":"13770661","note":"simulated","apiKey":{{BybitJson.Quoted(account.ApiKey)}},"readOnly":0,"type":1,"ips":["*"],"permissions":{"ContractTrade":["Order","Position"],"Spot":["SpotTrade"],"Wallet":["AccountTransfer"],"Derivatives":["DerivativesTrade"]},"unified":0,"uta":1,"userID":24617703,"isMaster":true}""", Now),
        "GET /v5/account/wallet-balance" => Wallet(account),
        "GET /v5/account/info" => BybitJson.Success(
            $$"""{"marginMode":"{{whatIf.Mode}}","updatedTime":"{{Now}}","unifiedMarginStatus":5,"dcpStatus":"OFF","timeWindow":10,"smpGroup":0}""", Now),
        "GET /v5/account/fee-rate" => Listed(request, market =>
            $$"""{"symbol":"{{market.Instrument.Symbol}}","takerFeeRate":"{{StreamText.Of(market.Instrument.Fees.TakerRate)}}","makerFeeRate":"{{StreamText.Of(market.Instrument.Fees.MakerRate)}}"}"""),
        "GET /v5/position/list" => Positions(request, account),
        "GET /v5/order/realtime" or "GET /v5/order/history" => orders.List(request, account),
        "GET /v5/execution/list" => Executions(request, account),
        "POST /v5/order/pre-check" => whatIf.PreCheck(JsonElement.Parse(request.Body), account),
        "GET /v5/asset/portfolio-margin" => whatIf.Portfolio(account),
        "POST /v5/order/create" or "POST /v5/order/amend" or "POST /v5/order/cancel" or "POST /v5/order/cancel-all" =>
            orders.Command(request.Path, JsonElement.Parse(request.Body), account),
        _ => quotes.Answer(request, account),
    };

    private StreamAnswer Coins()
    {
        IEnumerable<string> rows = exchange.Markets.Values
            .SelectMany(market => new[] { market.Instrument.Base.Code, market.Instrument.Quote.Code })
            .Distinct().Order(StringComparer.Ordinal)
            .Select(coin => $$"""{"name":"{{coin}}","coin":"{{coin}}","remainAmount":"1000000","chains":[{"chainType":"{{coin}}","confirmation":"1","withdrawFee":"0","depositMin":"0","withdrawMin":"0","chain":"{{coin}}","chainDeposit":"1","chainWithdraw":"1","minAccuracy":"8","withdrawPercentageFee":"0"}]}""");
        return BybitJson.Success($$"""{"rows":[{{string.Join(',', rows)}}]}""", Now);
    }

    /// <summary>The pools that single contracts have of their own, then the general one of each settlement coin, which lists no symbols.</summary>
    private StreamAnswer Insurance(string coin)
    {
        IEnumerable<(string Coin, SimulatedPool Pool)> own =
            from pool in exchange.Funds.Pools
            where pool.Symbol.Length > 0
            select (exchange.Market(pool.Symbol).Instrument.Settlement.Code, pool);
        IEnumerable<(string Coin, SimulatedPool Pool)> general = exchange.Markets.Values
            .Where(market => market.Instrument.IsDerivative).Select(market => market.Instrument.Settlement.Code).Distinct().Order()
            .Select(settlement => (settlement, exchange.Funds.Of("")));
        IEnumerable<string> rows = own.Concat(general).Where(row => coin.Length == 0 || row.Coin == coin).Select(row =>
            $$"""{"coin":"{{row.Coin}}","symbols":"{{row.Pool.Symbol}}","balance":"{{StreamText.Of(row.Pool.Balance)}}","value":"{{StreamText.Of(row.Pool.Balance)}}"}""");
        return BybitJson.Success($$"""{"updatedTime":"{{Now}}","list":[{{string.Join(',', rows)}}]}""", Now);
    }

    private StreamAnswer Wallet(SimulatedAccount account)
    {
        AccountStatement statement = exchange.Statement(account);
        return BybitJson.Success($$"""{"list":[{{BybitJson.Wallet(statement)}}]}""", statement.AsOf.ToMilliseconds());
    }

    private StreamAnswer Positions(StreamRequest request, SimulatedAccount account)
    {
        string wanted = request.Parameter("symbol");
        string coin = request.Parameter("settleCoin");
        string category = request.Parameter("category");
        if (wanted.Length == 0 && coin.Length == 0 && category != "option")
            return BybitJson.Failure(10001, "Missing some parameters that must be filled in, symbol or settleCoin", Now);

        // By settlement coin only open positions are listed, by symbol a flat one too.
        IEnumerable<string> rows =
            from market in exchange.Markets.Values
            let instrument = market.Instrument
            where instrument.IsDerivative && BybitJson.Category(instrument) == category
            where wanted.Length > 0 ? instrument.Symbol == wanted
                : category == "option" ? request.Parameter("baseCoin") is "" || instrument.Base.Code == request.Parameter("baseCoin")
                : instrument.Settlement.Code == coin
            let position = account.Positions.GetValueOrDefault(instrument.Symbol)
                ?? new SimulatedPosition(instrument, 0, 0, account.Leverage(instrument.Symbol), default)
            where wanted.Length > 0 || position.Quantity != 0
            select BybitJson.Position(position with { Leverage = account.Leverage(instrument.Symbol) }, (market.MarkPrice ?? 0, exchange.QueuePlace(account, instrument.Symbol)), "avgPrice");
        return BybitJson.Success($$"""{"list":[{{string.Join(',', rows)}}],"nextPageCursor":"","category":"{{category}}"}""", Now);
    }

    private StreamAnswer Executions(StreamRequest request, SimulatedAccount account)
    {
        string id = request.Parameter("orderId");
        string link = request.Parameter("orderLinkId");
        IEnumerable<string> rows = exchange.Orders(account)
            .Where(order => (id.Length == 0 || BybitJson.OrderId(order) == id) && (link.Length == 0 || order.ClientOrderId == link))
            .SelectMany(order => order.Fills.Select(fill => (order, fill)))
            .OrderByDescending(trade => trade.fill.TradeId)
            .Take(100)
            .Select(trade => BybitJson.Execution(trade.order, trade.fill));
        return BybitJson.Success($$"""{"list":[{{string.Join(',', rows)}}],"nextPageCursor":"","category":"{{request.Parameter("category")}}"}""", Now);
    }

    private StreamAnswer Listed(StreamRequest request, Func<SimulatedMarket, string> row)
    {
        string symbol = request.Parameter("symbol");
        IEnumerable<string> rows = exchange.Markets.Values
            .Where(market => BybitJson.Category(market.Instrument) == request.Parameter("category") && (symbol.Length == 0 || market.Instrument.Symbol == symbol))
            .Select(row);
        return BybitJson.Success($$"""{"category":"{{request.Parameter("category")}}","list":[{{string.Join(',', rows)}}],"nextPageCursor":""}""", Now);
    }

    private static string Instrument(SimulatedMarket market)
    {
        Instrument instrument = market.Instrument;
        string lot = StreamText.Of(instrument.LotSize);
        string least = StreamText.Of(instrument.Quantity(instrument.MinimumQuantity));
        string value = StreamText.Of(instrument.MinimumNotional);
        return instrument.Kind == InstrumentKind.Spot
            ? $$"""{"symbol":"{{instrument.Symbol}}","baseCoin":"{{instrument.Base.Code}}","quoteCoin":"{{instrument.Quote.Code}}","innovation":"0","status":"{{market.Closed ?? "Trading"}}","marginTrading":"utaOnly","lotSizeFilter":{"basePrecision":"{{lot}}","quotePrecision":"0.00000001","minOrderQty":"{{least}}","maxOrderQty":"1000000","minOrderAmt":"{{value}}","maxOrderAmt":"10000000"},"riskParameters":{"priceLimitRatioX":"0.05","priceLimitRatioY":"0.05"},"priceFilter":{"tickSize":"{{StreamText.Of(instrument.TickSize)}}"},"stTag":"0"}"""
            : $$"""{"symbol":"{{instrument.Symbol}}","contractType":"LinearPerpetual","status":"{{market.Closed ?? "Trading"}}","baseCoin":"{{instrument.Base.Code}}","quoteCoin":"{{instrument.Quote.Code}}","launchTime":"1585526400000","deliveryTime":"0","deliveryFeeRate":"","priceScale":"2","leverageFilter":{"minLeverage":"1","maxLeverage":"100.00","leverageStep":"0.01"},"priceFilter":{"minPrice":"{{StreamText.Of(instrument.TickSize)}}","maxPrice":"1999999.80","tickSize":"{{StreamText.Of(instrument.TickSize)}}"},"lotSizeFilter":{"maxOrderQty":"1000000","maxMktOrderQty":"1000000","minOrderQty":"{{least}}","qtyStep":"{{lot}}","postOnlyMaxOrderQty":"1000000","minNotionalValue":"{{value}}"},"unifiedMarginTrade":true,"fundingInterval":480,"settleCoin":"{{instrument.Settlement.Code}}","copyTrading":"none","upperFundingRate":"0.00375","lowerFundingRate":"-0.00375"}""";
    }

    private StreamAnswer RiskLimits(StreamRequest request)
    {
        IEnumerable<string> rows =
            from market in exchange.Markets.Values
            let symbol = market.Instrument.Symbol
            where request.Parameter("symbol") is "" || request.Parameter("symbol") == symbol
            from row in (margin?.Rules.FindTiers(symbol)?.Tiers ?? []).Select((tier, index) => RiskLimit(symbol, tier, index))
            select row;
        return BybitJson.Success($$"""{"category":"linear","list":[{{string.Join(',', rows)}}],"nextPageCursor":""}""", Now);
    }

    private static string RiskLimit(string symbol, MarginTier tier, int index)
    {
        decimal leverage = tier.MaximumLeverage ?? 1m;
        decimal initial = tier.InitialRate ?? decimal.Round(1m / leverage, 8);
        return $$"""{"id":{{index + 1}},"symbol":"{{symbol}}","riskLimitValue":"{{StreamText.Of(tier.To ?? Unbounded)}}","maintenanceMargin":"{{StreamText.Of(tier.MaintenanceRate)}}","initialMargin":"{{StreamText.Of(initial)}}","isLowestRisk":{{(index == 0 ? 1 : 0)}},"maxLeverage":"{{StreamText.Of(leverage)}}","mmDeduction":"{{StreamText.Of(tier.Deduction)}}"}""";
    }
}
