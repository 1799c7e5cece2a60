using System.Text.Json;
using MarginRouter.Venues.Feeds;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>
/// Finds out what a message is and stands the reader on the object that says it: the member <c>data</c> of a combined stream
/// (<c>{"stream","data"}</c>), or the message itself.
/// </summary>
internal static class StreamEnvelope
{
    /// <summary>Opens a message. The reader that is returned stands on the start of the object to decode.</summary>
    public static StreamKind Open(ReadOnlySpan<byte> message, out Utf8JsonReader reader)
    {
        try
        {
            return Look(message, out reader);
        }
        catch (Exception fault) when (BrokenFrame.Is(fault))
        {
            throw BrokenFrame.Named(fault);
        }
    }

    private static StreamKind Look(ReadOnlySpan<byte> message, out Utf8JsonReader reader)
    {
        reader = new Utf8JsonReader(message);
        Utf8JsonReader look = reader;
        if (!look.Read() || look.TokenType != JsonTokenType.StartObject)
            return StreamKind.Unknown;
        reader = look;
        StreamKind? kind = null;
        bool hasData = false;
        while (look.Read() && look.TokenType == JsonTokenType.PropertyName)
        {
            if (look.ValueTextEquals("stream"u8))
            {
                look.Read();
                kind = OfStream(look.ValueSpan);
            }
            else if (look.ValueTextEquals("data"u8))
            {
                look.Read();
                reader = look;
                hasData = true;
                if (kind is null)
                    look.Skip();
            }
            else if (!hasData && kind is null)
            {
                return OfBareMember(ref look);
            }
            else
            {
                look.Skip();
            }

            if (kind is { } known && hasData)
                return known;
        }

        return StreamKind.Unknown;
    }

    /// <summary>Kind of a stream by its name: <c>symbol@depth@100ms</c>.</summary>
    private static StreamKind OfStream(ReadOnlySpan<byte> name)
    {
        int at = name.IndexOf((byte)'@');
        if (at < 0)
            return name.SequenceEqual("!serverShutdown"u8) ? StreamKind.ServerShutdown : StreamKind.Unknown;
        ReadOnlySpan<byte> topic = name[(at + 1)..];
        int next = topic.IndexOf((byte)'@');
        if (next >= 0)
            topic = topic[..next];
        if (topic.SequenceEqual("depth"u8))
            return StreamKind.Depth;
        if (topic.SequenceEqual("bookTicker"u8))
            return StreamKind.BookTicker;
        if (topic.SequenceEqual("markPrice"u8))
            return StreamKind.MarkPrice;
        return topic.SequenceEqual("trade"u8) || topic.SequenceEqual("aggTrade"u8) || topic.StartsWith("kline_"u8)
            || topic.SequenceEqual("forceOrder"u8) || topic.SequenceEqual("ticker"u8) || topic.SequenceEqual("miniTicker"u8)
            ? StreamKind.Other
            : StreamKind.Unknown;
    }

    /// <summary>Kind of a message without envelope, by its first telling member, on whose name the reader stands.</summary>
    private static StreamKind OfBareMember(ref Utf8JsonReader look)
    {
        do
        {
            if (look.ValueTextEquals("lastUpdateId"u8))
                return StreamKind.DepthSnapshot;
            if (look.ValueTextEquals("result"u8) || look.ValueTextEquals("error"u8))
                return StreamKind.Answer;
            if (look.ValueTextEquals("e"u8))
            {
                look.Read();
                return OfEvent(ref look);
            }

            look.Skip();
        }
        while (look.Read() && look.TokenType == JsonTokenType.PropertyName);
        return StreamKind.Unknown;
    }

    private static StreamKind OfEvent(ref Utf8JsonReader look)
    {
        if (look.ValueTextEquals("depthUpdate"u8))
            return StreamKind.Depth;
        if (look.ValueTextEquals("bookTicker"u8))
            return StreamKind.BookTicker;
        if (look.ValueTextEquals("markPriceUpdate"u8))
            return StreamKind.MarkPrice;
        if (look.ValueTextEquals("serverShutdown"u8))
            return StreamKind.ServerShutdown;
        return look.ValueTextEquals("trade"u8) || look.ValueTextEquals("aggTrade"u8) || look.ValueTextEquals("kline"u8)
            ? StreamKind.Other
            : StreamKind.Unknown;
    }
}
