using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Bybit;

/// <summary>
/// What-if answers (bybit-exchange docs, v5/order/pre-check-order and v5/asset/portfolio-margin): margin rates before and after an order in
/// ten-thousandths of equity, and the scenario grid of an account in portfolio mode. Nothing changes by asking.
/// </summary>
internal sealed class BybitWhatIf(SimulatedExchange exchange, RuleSetMargin? margin)
{
    private const decimal TenThousandths = 10_000m;
    private const string OrderId = "24920bdb-4019-4e37-ad1c-876e3a855ac3";

    private long Now => exchange.Clock.Now.ToMilliseconds();

    /// <summary>marginMode of the accounts here.</summary>
    public string Mode => margin?.Rules.Scenario is not null ? "PORTFOLIO_MARGIN"
        : margin?.Rules.Book?.Scope == Core.Margin.Rules.MarginScope.Isolated ? "ISOLATED_MARGIN" : "REGULAR_MARGIN";

    /// <summary>POST /v5/order/pre-check.</summary>
    public StreamAnswer PreCheck(JsonElement order, SimulatedAccount account)
    {
        if (margin is null || Mode == "ISOLATED_MARGIN")
            return BybitJson.Failure(10001, "the account has no pre-check", Now);
        if (Read(order, account) is not { } terms)
            return BybitJson.Failure(10001, "params error", Now);
        MarginFigures before = margin.Measure(account, exchange.Markets)!;
        if (margin.WithOrder(account, terms, exchange.Markets, out Refusal? missing) is not { } after)
            return BybitJson.Failure(110090, missing!.ToString(), Now);
        string post = $"\"{{0}}\":{Rate(after.InitialMargin, after.Equity)},\"{{1}}\":{Rate(after.MaintenanceMargin, after.Equity)}";
        if (after.AcceptanceRequired > after.AcceptanceAvailable)
        {
            string extra = string.Format(CultureInfo.InvariantCulture, post, "post_imr_e4", "post_mmr_e4");
            return StreamAnswer.Of($$"""{"retCode":110007,"retMsg":"ab not enough for new order","result":{},"retExtInfo":{"future_order_id":"{{OrderId}}","future_order_link_id":"",{{extra}}},"time":{{Now}}}""");
        }

        string pre = $"\"preImrE4\":{Rate(before.InitialMargin, before.Equity)},\"preMmrE4\":{Rate(before.MaintenanceMargin, before.Equity)}";
        return BybitJson.Success($$"""{"orderId":"{{OrderId}}","orderLinkId":"",{{pre}},{{string.Format(CultureInfo.InvariantCulture, post, "postImrE4", "postMmrE4")}}}""", Now);
    }

    /// <summary>GET /v5/asset/portfolio-margin.</summary>
    public StreamAnswer Portfolio(SimulatedAccount account)
    {
        if (margin is null || Mode != "PORTFOLIO_MARGIN")
            return BybitJson.Failure(10001, "the account is not in portfolio margin mode", Now);
        MarginFigures figures = margin.Measure(account, exchange.Markets)!;
        IEnumerable<string> units = margin.Grid(figures).Select(unit =>
            $$$$"""{"baseCoin":"{{{{unit.Underlying}}}}","totalPnlRanges":{"ALL":{"pnlRanges":[{{{{string.Join(',', unit.Ranges.Select(Range))}}}}]}}}""");
        string rate = figures.Equity > 0m ? StreamText.Of(decimal.Round(figures.MaintenanceMargin / figures.Equity, 12)) : "";
        string wallet = $$"""{"marginBalance":"{{StreamText.Of(figures.Equity)}}","accountIM":"{{StreamText.Of(figures.InitialMargin)}}","accountMM":"{{StreamText.Of(figures.MaintenanceMargin)}}","accountMMRate":"{{rate}}"}""";
        return BybitJson.Success($$"""{"wallet":{{wallet}},"assetPnlRange":[{{string.Join(',', units)}}]}""", Now);
    }

    private static string Range((decimal Move, decimal[] Profits) range) =>
        $$"""{"priceScale":"{{StreamText.Of(range.Move)}}","pnls":[{{string.Join(',', range.Profits.Select(profit => $"\"{StreamText.Of(decimal.Round(profit, 8))}\""))}}]}""";

    private static string Rate(decimal requirement, decimal equity) =>
        decimal.Round(equity > 0m ? requirement / equity * TenThousandths : TenThousandths, 0).ToString(CultureInfo.InvariantCulture);

    private OrderTerms? Read(JsonElement order, SimulatedAccount account)
    {
        if (!exchange.Markets.TryGetValue(Text(order, "symbol"), out SimulatedMarket? market)
            || BybitJson.Category(market.Instrument) != Text(order, "category")
            || !decimal.TryParse(Text(order, "qty"), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal quantity)
            || !decimal.TryParse(Text(order, "price"), NumberStyles.Float, CultureInfo.InvariantCulture, out decimal price)
            || !market.Instrument.TryQuantity(quantity, out QuantityLots lots)
            || !market.Instrument.TryPrice(price, out PriceTicks ticks))
            return null;
        OrderRequest request = new()
        {
            ClientOrderId = "",
            Symbol = market.Instrument.Symbol,
            Side = Text(order, "side") == "Buy" ? Side.Buy : Side.Sell,
            Quantity = quantity,
            LimitPrice = price,
        };
        return new OrderTerms(request, market.Instrument, ticks, lots, account.Leverage(market.Instrument.Symbol));
    }

    private static string Text(JsonElement order, string name) =>
        order.TryGetProperty(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString()! : "";
}
