using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Kraken.Wire;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Kraken.Market;

/// <summary>The frames of the public channels.</summary>
internal static class KrakenMarketFrames
{
    /// <summary>The one heartbeat frame.</summary>
    public static readonly byte[] Heartbeat = "{\"channel\":\"heartbeat\"}"u8.ToArray();

    /// <summary>The frame that greets every connection; the connection id needs 64 unsigned bits.</summary>
    public static byte[] Status(ulong connectionId, string system)
    {
        KrakenFrame frame = KrakenFrame.BeginChannel("status", "update");
        frame.Json.WriteStartObject();
        frame.Json.WriteString("version", "2.0.10");
        frame.Json.WriteString("system", system);
        frame.Json.WriteString("api_version", "v2");
        frame.Json.WriteNumber("connection_id", connectionId);
        frame.Json.WriteEndObject();
        return frame.EndChannel();
    }

    /// <summary>The answer to a ping.</summary>
    public static byte[] Pong(long? requestId, Instant received, Instant answered)
    {
        KrakenFrame frame = KrakenFrame.BeginAnswer("pong", requestId);
        frame.Json.WriteString("time_in", KrakenTime.Text(received));
        frame.Json.WriteString("time_out", KrakenTime.Text(answered));
        return frame.End();
    }

    /// <summary>A book snapshot or update; levels best first, zero quantity deletes.</summary>
    public static byte[] Book(KrakenPair pair, KrakenBookChange change)
    {
        KrakenFrame frame = KrakenFrame.BeginChannel("book", change.IsSnapshot ? "snapshot" : "update");
        frame.Json.WriteStartObject();
        frame.Json.WriteString("symbol", pair.Symbol);
        WriteLevels(frame.Json, "bids", pair, change.Bids);
        WriteLevels(frame.Json, "asks", pair, change.Asks);
        frame.Json.WriteNumber("checksum", change.Checksum);
        frame.Json.WriteString("timestamp", KrakenTime.Text(change.Time));
        frame.Json.WriteEndObject();
        return frame.EndChannel();
    }

    /// <summary>A ticker frame.</summary>
    public static byte[] Ticker(KrakenPair pair, KrakenTickerState ticker, bool isSnapshot)
    {
        KrakenFrame frame = KrakenFrame.BeginChannel("ticker", isSnapshot ? "snapshot" : "update");
        Utf8JsonWriter json = frame.Json;
        decimal change = ticker.Last - ticker.Open;
        json.WriteStartObject();
        json.WriteString("symbol", pair.Symbol);
        json.WriteNumber("bid", KrakenNumber.Exact(ticker.Bid, pair.PriceDecimals));
        json.WriteNumber("bid_qty", KrakenNumber.Exact(ticker.BidQuantity, KrakenPair.LotDecimals));
        json.WriteNumber("ask", KrakenNumber.Exact(ticker.Ask, pair.PriceDecimals));
        json.WriteNumber("ask_qty", KrakenNumber.Exact(ticker.AskQuantity, KrakenPair.LotDecimals));
        json.WriteNumber("last", KrakenNumber.Rounded(ticker.Last, pair.PriceDecimals));
        json.WriteNumber("volume", KrakenNumber.Rounded(ticker.Volume, KrakenPair.LotDecimals));
        json.WriteNumber("vwap", KrakenNumber.Rounded(ticker.Volume == 0 ? ticker.Last : ticker.Turnover / ticker.Volume, pair.PriceDecimals));
        json.WriteNumber("low", KrakenNumber.Rounded(ticker.Low, pair.PriceDecimals));
        json.WriteNumber("high", KrakenNumber.Rounded(ticker.High, pair.PriceDecimals));
        json.WriteNumber("change", KrakenNumber.Rounded(change, pair.PriceDecimals));
        json.WriteNumber("change_pct", KrakenNumber.Rounded(ticker.Open == 0 ? 0 : change / ticker.Open * 100, 2));
        json.WriteString("timestamp", KrakenTime.Text(ticker.Time));
        json.WriteEndObject();
        return frame.EndChannel();
    }

    /// <summary>A trade frame with all trades of a tick; ids rise by one per pair.</summary>
    public static byte[] Trades(KrakenPair pair, MarketTick tick, long firstTradeId)
    {
        KrakenFrame frame = KrakenFrame.BeginChannel("trade", "update");
        Utf8JsonWriter json = frame.Json;
        for (int index = 0; index < tick.Trades.Length; index++)
        {
            PublicTrade trade = tick.Trades[index];
            json.WriteStartObject();
            json.WriteString("symbol", pair.Symbol);
            json.WriteString("side", KrakenWords.Of(trade.TakerSide));
            json.WriteNumber("price", pair.Price(trade.Price));
            json.WriteNumber("qty", pair.Quantity(trade.Quantity));
            json.WriteString("ord_type", "limit");
            json.WriteNumber("trade_id", firstTradeId + index);
            json.WriteString("timestamp", KrakenTime.Text(tick.Time));
            json.WriteEndObject();
        }

        return frame.EndChannel();
    }

    private static void WriteLevels(Utf8JsonWriter json, string name, KrakenPair pair, IReadOnlyList<BookLevel> levels)
    {
        json.WriteStartArray(name);
        foreach (BookLevel level in levels)
        {
            json.WriteStartObject();
            json.WriteNumber("price", pair.Price(level.Price));
            json.WriteNumber("qty", pair.Quantity(level.Quantity));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
