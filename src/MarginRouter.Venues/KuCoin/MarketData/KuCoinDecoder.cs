using System.Text.Json;
using MarginRouter.Venues.Feeds;

namespace MarginRouter.Venues.KuCoin.MarketData;

/// <summary>
/// Decodes KuCoin's public sockets of both generations (kucoin.com/docs-new): the classic frames with topic and subject, of spot and of
/// futures, and the unified frames with T, dp and t. Also the REST order books, to which the classic streams are spliced.
/// </summary>
internal sealed class KuCoinDecoder : FeedDecoder
{
    private readonly KuCoinContent content;

    /// <summary>Makes a decoder with empty buffers.</summary>
    public KuCoinDecoder() => content = new KuCoinContent(Names);

    /// <inheritdoc />
    protected override FrameKind Read(ReadOnlySpan<byte> frame)
    {
        Utf8JsonReader reader = new(frame);
        FrameKind? kind = null;
        string topic = "";
        string unified = "";
        string depth = "";
        bool? isSnapshot = null;
        int seen = 0;
        content.Clear();
        Token.StartObject(ref reader);
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("data"u8) || reader.ValueTextEquals("d"u8))
            {
                Token.Once(ref seen, 1);
                content.Read(ref reader);
            }
            else if (reader.ValueTextEquals("topic"u8))
            {
                Token.Once(ref seen, 2);
                topic = ReadName(ref reader);
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                Token.Once(ref seen, 4);
                kind = FrameType(ref reader);
            }
            else if (reader.ValueTextEquals("T"u8))
            {
                Token.Once(ref seen, 8);
                unified = ReadName(ref reader);
            }
            else if (reader.ValueTextEquals("dp"u8))
            {
                Token.Once(ref seen, 16);
                depth = ReadName(ref reader);
            }
            else if (reader.ValueTextEquals("t"u8))
            {
                Token.Once(ref seen, 32);
                isSnapshot = IsSnapshot(ref reader);
            }
            else if (reader.ValueTextEquals("result"u8))
            {
                kind = Token.Truth(ref reader) ? FrameKind.Answer : FrameKind.Refusal;
            }
            else
            {
                Token.Skip(ref reader);
            }
        }

        Token.End(ref reader);
        if (unified.Length > 0)
            return Unified(unified, depth, isSnapshot);
        return topic.Length > 0 && kind is null or FrameKind.Other ? Classic(topic) : kind ?? FrameKind.Unknown;
    }

    /// <inheritdoc />
    protected override bool TryReadAnswer(Uri address, ReadOnlySpan<byte> body)
    {
        string path = address.AbsolutePath;
        bool spot = path.Contains("/market/orderbook/level2", StringComparison.Ordinal);
        if (!spot && !path.EndsWith("/level2/snapshot", StringComparison.Ordinal))
            return false;
        Utf8JsonReader reader = new(body);
        content.Clear();
        Token.StartObject(ref reader);
        while (Token.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("data"u8))
                content.Read(ref reader);
            else
                Token.Skip(ref reader);
        }

        Token.End(ref reader);
        if (!content.HasBook || content.Book.Sequence is null)
            throw new JsonException("an order book answer lacks a side or its sequence");
        AddBook(SymbolIn(address), spot ? "/market/level2" : "/contractMarket/level2", isSnapshot: true);
        return true;
    }

    private static FrameKind FrameType(ref Utf8JsonReader reader)
    {
        Token.Text(ref reader);
        if (reader.ValueTextEquals("message"u8))
            return FrameKind.Other;
        if (reader.ValueTextEquals("pong"u8))
            return FrameKind.Heartbeat;
        if (reader.ValueTextEquals("ack"u8) || reader.ValueTextEquals("welcome"u8))
            return FrameKind.Answer;
        return reader.ValueTextEquals("error"u8) ? FrameKind.Refusal : FrameKind.Unknown;
    }

    private static bool IsSnapshot(ref Utf8JsonReader reader)
    {
        Token.Text(ref reader);
        if (reader.ValueTextEquals("snapshot"u8))
            return true;
        return reader.ValueTextEquals("delta"u8) ? false : throw new JsonException("t is neither snapshot nor delta");
    }

    /// <summary>A classic topic is a path and, after a colon, a symbol.</summary>
    private FrameKind Classic(string topic)
    {
        int colon = topic.IndexOf(':', StringComparison.Ordinal);
        ReadOnlySpan<char> name = colon < 0 ? topic : topic.AsSpan(0, colon);
        ReadOnlySpan<char> symbol = colon < 0 ? "" : topic.AsSpan(colon + 1);
        switch (name)
        {
            case "/market/level2" or "/contractMarket/level2":
                if (!content.HasChanges || content.Book.Sequence is null)
                    throw new JsonException("an order book update lacks its changes or its sequence");
                return AddBook(symbol, name, isSnapshot: false);
            case "/spotMarket/level2Depth5" or "/spotMarket/level2Depth50" or "/contractMarket/level2Depth5" or "/contractMarket/level2Depth50":
                if (!content.HasBook)
                    throw new JsonException("an order book lacks a side");
                return AddBook(symbol, name, isSnapshot: true);
            case "/market/match" or "/contractMarket/execution":
                Trades.Add(content.Trade(Names.Intern(symbol)));
                return FrameKind.Trades;
            case "/contract/instrument" or "/indicator/markPrice":
                if (content.Mark is { } mark)
                    Marks.Add(new MarkTick(Names.Intern(symbol), mark, content.Book.VenueTime));
                return FrameKind.Marks;
            default:
                return name.StartsWith("/market/") || name.StartsWith("/spotMarket/") || name.StartsWith("/contractMarket/")
                    || name.StartsWith("/contract/") || name.StartsWith("/indicator/") || name.StartsWith("/margin-fundingBook")
                        ? FrameKind.Other
                        : FrameKind.Unknown;
        }
    }

    private FrameKind Unified(string channel, string depth, bool? isSnapshot)
    {
        if (channel is not ("obu.SPOT" or "obu.FUTURES"))
            return channel.Contains('.', StringComparison.Ordinal) ? FrameKind.Other : FrameKind.Unknown;
        if (!content.HasBook || isSnapshot is null)
            throw new JsonException("an order book lacks a side or the member t");
        Span<char> stream = stackalloc char[130];
        channel.CopyTo(stream);
        stream[channel.Length] = '/';
        depth.CopyTo(stream[(channel.Length + 1)..]);
        return AddBook(content.Book.Symbol, stream[..(channel.Length + 1 + depth.Length)], isSnapshot.Value);
    }

    private FrameKind AddBook(ReadOnlySpan<char> symbol, ReadOnlySpan<char> stream, bool isSnapshot)
    {
        BookMessage book = Books.Add();
        book.CopyFrom(content.Book);
        if (book.Symbol.Length == 0)
            book.Symbol = Names.Intern(symbol);
        if (book.Symbol.Length == 0)
            throw new JsonException("an order book names no symbol");
        book.Stream = Names.Intern(stream);
        book.IsSnapshot = isSnapshot;

        // The venue's example of a futures book of few levels has the worst ask first.
        book.IsOrdered = !stream.StartsWith("/contractMarket/level2Depth");
        book.FirstSequence ??= book.Sequence;
        if (!isSnapshot)
            book.SortBySequence();
        return FrameKind.Book;
    }

    private static ReadOnlySpan<char> SymbolIn(Uri address)
    {
        const string name = "symbol=";
        int start = address.Query.IndexOf(name, StringComparison.Ordinal);
        if (start < 0)
            return "";
        ReadOnlySpan<char> rest = address.Query.AsSpan(start + name.Length);
        int end = rest.IndexOf('&');
        return end < 0 ? rest : rest[..end];
    }

    private string ReadName(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Names.Read(ref reader);
    }
}
