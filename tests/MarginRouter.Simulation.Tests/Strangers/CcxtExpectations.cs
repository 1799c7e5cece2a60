using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;

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
        if (steps.Any(step => step.Name == "fetchBalance"))
            CheckBalance(Result("fetchBalance"), venue.Opening);
        if (venue.Holds)
            CheckPosition(Result("fetchPositions"), venue.Opening);
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
        decimal held = account.Position(instrument.Symbol)!.Quantity;
        Assert.Equal(held > 0m ? "long" : "short", position.GetProperty("side").GetString());
        Assert.Equal(Math.Abs(held), Number(position, "contracts"));
        if (exchange == "kraken")
            return;

        // ccxt does not read the entry price of a margin position at Kraken.
        Assert.Equal(StrangerVenue.EntryPrice, Number(position, "entryPrice"));
    }

    private static IEnumerable<(decimal Price, decimal Quantity)> Levels(JsonElement side) =>
        side.EnumerateArray().Select(level => (Decimal(level[0]), Decimal(level[1])));

    private JsonElement Result(string name) => steps.Single(step => step.Name == name).Result;

    private static decimal Number(JsonElement parent, string name) => Decimal(parent.GetProperty(name));

    private static decimal Decimal(JsonElement text) => decimal.Parse(text.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture);
}
