using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Okx;

/// <summary>REST of OKX v5 (okx.com/docs-v5): time, instruments, position tiers, account, positions, orders and fills.</summary>
internal sealed class OkxRest(
    SimulatedExchange exchange, OkxSecurity security, RuleSetMargin? margin)
{
    private readonly OkxPositionBuilder builder = new(exchange, margin);
    private readonly OkxOrders orders = new(exchange);

    private const decimal Unbounded = 1_000_000_000_000m;

    /// <summary>Answers a request; null when it is not known.</summary>
    public StreamAnswer? Answer(StreamRequest request) => request.Route switch
    {
        "GET /api/v5/public/time" => OkxJson.Success([$$"""{"ts":"{{exchange.Clock.Now.ToMilliseconds()}}"}"""]),
        "GET /api/v5/public/instruments" => OkxJson.Success(exchange.Markets.Values
            .Where(market => OkxJson.Type(market.Instrument) == request.Parameter("instType")).Select(Instrument)),
        "GET /api/v5/public/insurance-fund" => Insurance(request),
        "GET /api/v5/public/position-tiers" => Tiers(request.Parameter("instFamily")),
        _ => security.Check(request, out StreamAnswer? refusal) is { } account ? Answer(request, account) : refusal,
    };

    /// <summary>An order command by the path that it has over REST.</summary>
    public StreamAnswer Command(string path, JsonElement body, SimulatedAccount account) => orders.Command(path, body, account);

    private StreamAnswer? Answer(StreamRequest request, SimulatedAccount account) => request.Route switch
    {
        "GET /api/v5/asset/currencies" => OkxJson.Success(Coins()),
        "GET /api/v5/account/config" => OkxJson.Success([$$"""{"uid":"44705892343619584","acctLv":"{{builder.AccountLevel}}","posMode":"net_mode","autoLoan":false,"greeksType":"PA","level":"Lv1","ctIsoMode":"automatic","mgnIsoMode":"automatic"}"""]),
        "GET /api/v5/account/balance" => OkxJson.Success([OkxJson.Balance(exchange.Statement(account))]),
        "GET /api/v5/account/positions" => OkxJson.Success(account.Positions.Values
            .Where(position => position.Quantity != 0)
            .Select(position => OkxJson.Position(
                position, account.Leverage(position.Instrument.Symbol), (exchange.Market(position.Instrument.Symbol).MarkPrice ?? 0, exchange.QueuePlace(account, position.Instrument.Symbol))))),
        "GET /api/v5/account/leverage-info" => OkxJson.Success(
            [$$"""{"instId":"{{request.Parameter("instId")}}","mgnMode":"cross","posSide":"net","lever":"{{StreamText.Of(account.Leverage(request.Parameter("instId")))}}"}"""]),
        "GET /api/v5/account/trade-fee" => OkxJson.Success(exchange.Markets.Values.Where(market => OkxJson.Type(market.Instrument) == request.Parameter("instType")).Take(1).Select(market =>
            $$"""{"instType":"{{OkxJson.Type(market.Instrument)}}","level":"Lv1","maker":"{{StreamText.Of(-market.Instrument.Fees.MakerRate)}}","taker":"{{StreamText.Of(-market.Instrument.Fees.TakerRate)}}","takerU":"{{(market.Instrument.IsDerivative ? StreamText.Of(-market.Instrument.Fees.TakerRate) : "")}}","makerU":"{{(market.Instrument.IsDerivative ? StreamText.Of(-market.Instrument.Fees.MakerRate) : "")}}","ts":"{{exchange.Clock.Now.ToMilliseconds()}}"}""")),
        "GET /api/v5/trade/order" => orders.Find(request, account),
        "GET /api/v5/trade/orders-pending" => orders.List(request, account, isEnded: false),
        "GET /api/v5/trade/orders-history" => orders.List(request, account, isEnded: true),
        "GET /api/v5/trade/fills" => Fills(request, account),
        "POST /api/v5/account/position-builder" => builder.Answer(JsonElement.Parse(request.Body), account),
        "POST /api/v5/trade/cancel-all-after" or "POST /api/v5/trade/order" or "POST /api/v5/trade/batch-orders" or "POST /api/v5/trade/amend-order" or "POST /api/v5/trade/cancel-order" or "POST /api/v5/trade/cancel-batch-orders" =>
            orders.Command(request.Path, JsonElement.Parse(request.Body), account),
        _ => null,
    };

    private IEnumerable<string> Coins() => exchange.Markets.Values
        .SelectMany(market => new[] { market.Instrument.Base.Code, market.Instrument.Quote.Code })
        .Distinct().Order(StringComparer.Ordinal)
        .Select(coin => $$"""{"ccy":"{{coin}}","name":"{{coin}}","logoLink":"","chain":"{{coin}}-Simulated","mainNet":true,"canDep":true,"canWd":true,"canInternal":true,"minDep":"0","minWd":"0","maxWd":"1000000","wdTickSz":"8","fee":"0","minFee":"0","maxFee":"0","needTag":false}""");

    /// <summary>The fund of a family: a regular row, and one about deleveraging once 30 % of the largest balance are gone.</summary>
    private StreamAnswer Insurance(StreamRequest request)
    {
        string family = request.Parameter("instFamily");
        Instrument? contract = exchange.Markets.Values.Select(market => market.Instrument).FirstOrDefault(instrument =>
            instrument.IsDerivative && OkxJson.Type(instrument) == request.Parameter("instType")
            && (instrument.Symbol == family || instrument.Symbol.StartsWith(family + "-", StringComparison.Ordinal)));
        if (family.Length == 0 || contract is null)
            return OkxJson.Failure("51000", "Parameter instFamily error");
        SimulatedPool pool = exchange.Funds.Of(contract.Symbol);
        long now = exchange.Clock.Now.ToMilliseconds();
        string balance = StreamText.Of(pool.Balance);
        List<string> rows = [];
        if (pool.Balance <= 0.7m * pool.Peak)
        {
            string rate = StreamText.Of(pool.Peak > 0m ? (pool.Peak - pool.Balance) / pool.Peak : 1m);
            rows.Add($$"""{"adlType":"rate_adl_start","amt":"","balance":"{{balance}}","ccy":"{{contract.Settlement.Code}}","decRate":"{{rate}}","maxBal":"{{StreamText.Of(pool.Peak)}}","maxBalTs":"{{pool.PeakAt.ToMilliseconds()}}","ts":"{{now}}","type":"adl"}""");
        }

        rows.Add($$"""{"adlType":"","amt":"","balance":"{{balance}}","ccy":"{{contract.Settlement.Code}}","decRate":"","maxBal":"","maxBalTs":"","ts":"{{now}}","type":"regular_update"}""");
        return OkxJson.Success([$$"""{"details":[{{string.Join(',', rows)}}],"instFamily":"{{family}}","instType":"{{request.Parameter("instType")}}","total":"{{StreamText.Of(exchange.Funds.Pools.Sum(one => one.Balance))}}"}"""]);
    }

    private StreamAnswer Fills(StreamRequest request, SimulatedAccount account)
    {
        string id = request.Parameter("ordId");
        string symbol = request.Parameter("instId");
        return OkxJson.Success(exchange.Orders(account)
            .Where(order => (id.Length == 0 || OkxJson.OrderId(order) == id) && (symbol.Length == 0 || order.Symbol == symbol))
            .SelectMany(order => order.Fills.Select(fill => (order, fill)))
            .OrderByDescending(trade => trade.fill.TradeId)
            .Take(100)
            .Select(trade => OkxJson.Fill(trade.order, trade.fill)));
    }

    private static string Instrument(SimulatedMarket market)
    {
        Instrument instrument = market.Instrument;
        bool spot = instrument.Kind == InstrumentKind.Spot;
        string family = spot ? "" : $"{instrument.Base.Code}-{instrument.Quote.Code}";
        string value = spot ? "" : StreamText.Of(instrument.Multiplier);
        return $$"""{"instType":"{{OkxJson.Type(instrument)}}","instId":"{{instrument.Symbol}}","instFamily":"{{family}}","uly":"{{family}}","baseCcy":"{{(spot ? instrument.Base.Code : "")}}","quoteCcy":"{{(spot ? instrument.Quote.Code : "")}}","settleCcy":"{{(spot ? "" : instrument.Settlement.Code)}}","ctVal":"{{value}}","ctMult":"{{(spot ? "" : "1")}}","ctValCcy":"{{(spot ? "" : instrument.Base.Code)}}","ctType":"{{(spot ? "" : "linear")}}","lever":"100","tickSz":"{{StreamText.Of(instrument.TickSize)}}","lotSz":"{{StreamText.Of(instrument.LotSize)}}","minSz":"{{StreamText.Of(instrument.Quantity(instrument.MinimumQuantity))}}","state":"{{market.Closed ?? "live"}}"}""";
    }

    /// <summary>The tiers of a family, in the unit of the rules, which is contracts at this venue.</summary>
    private StreamAnswer Tiers(string family)
    {
        SimulatedMarket? market = exchange.Markets.Values.FirstOrDefault(one =>
            one.Instrument.IsDerivative && $"{one.Instrument.Base.Code}-{one.Instrument.Quote.Code}" == family);
        if (market is null || margin?.Rules.FindTiers(market.Instrument.Symbol) is not { } table)
            return OkxJson.Failure("51014", "Index does not exist");
        return OkxJson.Success(table.Tiers.Select((tier, index) =>
            $$"""{"instFamily":"{{family}}","instId":"","uly":"{{family}}","tier":"{{index + 1}}","minSz":"{{StreamText.Of(tier.From)}}","maxSz":"{{StreamText.Of(tier.To ?? Unbounded)}}","mmr":"{{StreamText.Of(tier.MaintenanceRate)}}","imr":"{{StreamText.Of(tier.InitialRate ?? decimal.Round(1m / (tier.MaximumLeverage ?? 1m), 8))}}","maxLever":"{{StreamText.Of(tier.MaximumLeverage ?? 1m)}}","optMgnFactor":"0","quoteMaxLoan":"","baseMaxLoan":""}"""));
    }
}
