using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Tests.Strangers;

/// <summary>Compares what the client understood with what the simulated venue knows.</summary>
internal sealed class CcxtExpectations(string exchange, StrangerVenue venue, IReadOnlyList<ScriptStep> steps)
{
    private readonly Instrument instrument = venue.Instrument;

    public void Check()
    {
        CheckMarket(Result("loadMarkets"));
        CheckBook(Result("watchOrderBook"));
        CheckTrades(Result("watchTrades"));
        CheckBalance(Result("fetchBalance"), venue.Opening);
        if (venue.Holds)
            CheckPosition(Result("fetchPositions"), venue.Opening);
        Assert.Equal(2, venue.Exchange.Orders(venue.Account).Length);
        CheckFilled(venue.Exchange.Orders(venue.Account)[0]);
        CheckCancelled(venue.Exchange.Orders(venue.Account)[1]);

        // The cancelled order left nothing behind, so that the present account is the one after the fill.
        AccountStatement after = venue.Exchange.Statement(venue.Account);
        CheckBalance(Result("fetchBalance, after"), after);
        if (venue.Holds)
            CheckPosition(Result("fetchPositions, after"), after);
    }

    private void CheckFilled(SimulatedOrder order)
    {
        Assert.Equal(OrderState.Filled, order.State);
        JsonElement found = Result("fetchOrder, filled");
        Assert.Equal(Result("createOrder, crossing").GetProperty("id").GetString(), found.GetProperty("id").GetString());
        CheckOrder(found, order, "closed");

        // Hyperliquid's answer to orderStatus holds no average.
        if (exchange != "hyperliquid")
            Assert.Equal(order.AveragePrice, Number(found, "average"), 6);
        CheckOrder(Result("watchOrders, filled").EnumerateArray().Last(update => update.GetProperty("status").GetString() == "closed"), order, "closed");
    }

    private void CheckCancelled(SimulatedOrder order)
    {
        Assert.Equal(OrderState.Cancelled, order.State);
        string? id = Result("createOrder, resting").GetProperty("id").GetString();
        CheckOrder(Result("fetchOrder, resting"), order, "open");
        CheckOrder(Result("watchOrders, resting")[0], order, "open");
        CheckOrder(Result("fetchOrder, cancelled"), order, "canceled");
        CheckOrder(Result("watchOrders, cancelled").EnumerateArray().Last(), order, "canceled");
        Assert.Equal(id, Result("fetchOrder, resting").GetProperty("id").GetString());
        Assert.Equal(id, Result("watchOrders, cancelled").EnumerateArray().Last().GetProperty("id").GetString());
    }

    private void CheckOrder(JsonElement stated, SimulatedOrder order, string status)
    {
        Assert.Equal(status, stated.GetProperty("status").GetString());

        // ccxt does not read what is filled from Kraken's executions; it works it out where there is an average.
        if (exchange != "kraken" || stated.GetProperty("filled").ValueKind != JsonValueKind.Null)
            Assert.Equal(order.CumulativeQuantity, Number(stated, "filled"));
        Assert.Equal("buy", stated.GetProperty("side").GetString());
        Assert.Equal("limit", stated.GetProperty("type").GetString());
        Assert.Equal(order.Terms.Price, Number(stated, "price"));
        Assert.Equal(order.Terms.Quantity, Number(stated, "amount"));
    }

    private void CheckMarket(JsonElement market)
    {
        Assert.Equal(instrument.Base.Code, market.GetProperty("base").GetString());
        Assert.Equal(instrument.Quote.Code, market.GetProperty("quote").GetString());
        Assert.Equal(instrument.IsDerivative, market.GetProperty("contract").GetBoolean());
        Assert.Equal(instrument.LotSize, Number(market, "amount"));
        Assert.Equal(instrument.TickSize, Number(market, "price"));
        Assert.NotEqual(JsonValueKind.False, market.GetProperty("active").ValueKind);
        if (instrument.IsDerivative)
        {
            Assert.Equal(instrument.Settlement.Code, market.GetProperty("settle").GetString());
            Assert.Equal(instrument.Multiplier, Number(market, "contractSize"));
        }
    }

    private void CheckBook(JsonElement book)
    {
        string levels = MarketRecorder.Text(Levels(book.GetProperty("bids")), Levels(book.GetProperty("asks")));
        Assert.True(venue.Recorder.Showed(levels), $"the venue never had this book: {levels}");
    }

    private void CheckTrades(JsonElement trades)
    {
        Assert.NotEqual(0, trades.GetArrayLength());
        Assert.All(trades.EnumerateArray(), trade =>
        {
            Side taker = trade.GetProperty("side").GetString() == "buy" ? Side.Buy : Side.Sell;
            Assert.True(venue.Recorder.Traded(taker, Number(trade, "price"), Number(trade, "amount")), $"the venue never had this trade: {trade.GetRawText()}");
        });
    }

    /// <summary>The client's total is the wallet on some venues and the equity on others.</summary>
    private void CheckBalance(JsonElement totals, AccountStatement account)
    {
        bool isEquity = exchange is "binanceusdm" or "okx" or "hyperliquid";
        foreach (StatementBalance balance in account.Balances)
        {
            decimal total = totals.TryGetProperty(balance.Asset, out JsonElement stated) ? stated.GetDecimal() : 0m;
            Assert.Equal(balance.Quantity + (isEquity ? account.UnrealisedProfit(balance.Asset) : 0m), total, 8);
        }
    }

    private void CheckPosition(JsonElement positions, AccountStatement account)
    {
        JsonElement position = Assert.Single(positions.EnumerateArray());
        SimulatedPosition known = account.Position(instrument.Symbol)!.Position;
        decimal held = known.Quantity;
        Assert.Equal(held > 0m ? "long" : "short", position.GetProperty("side").GetString());
        Assert.Equal(Math.Abs(held), Number(position, "contracts"));
        if (exchange == "kraken")
            return;

        // ccxt does not read the entry price of a margin position at Kraken.
        Assert.Equal(known.EntryPrice, Number(position, "entryPrice"), exchange == "hyperliquid" ? 1 : 6);
    }

    private static IEnumerable<(decimal Price, decimal Quantity)> Levels(JsonElement side) =>
        side.EnumerateArray().Select(level => (Decimal(level[0]), Decimal(level[1])));

    private JsonElement Result(string name) => steps.Single(step => step.Name == name).Result;

    private static decimal Number(JsonElement parent, string name) => Decimal(parent.GetProperty(name));

    private static decimal Decimal(JsonElement text) => decimal.Parse(text.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
