using System.Text.Json;
using MarginRouter.Venues.Recordings;

namespace MarginRouter.Benchmarks.Feeds;

/// <summary>
/// The least that a feed can do with a frame: read the levels of both sides with <see cref="Utf8JsonReader"/> and set them in sorted arrays
/// of longs, best last. No symbols, sequence, snapshot rule, grid or checks; all symbols of a recording share one book.
/// </summary>
internal sealed class BareBook
{
    private const int Decimals = 8;
    private readonly BareSide bids = new(descending: false);
    private readonly BareSide asks = new(descending: true);

    /// <summary>True when it knows the shape of a venue's levels: arrays of texts in members named b and a or bids and asks.</summary>
    public static bool Knows(string venue) => venue is "binance" or "bybit" or "okx" or "kucoin";

    /// <summary>Plays a recording once.</summary>
    public static void Play(RecordedFeed feed)
    {
        BareBook book = new();
        foreach (RecordedMessage message in feed.Messages)
        {
            if (message.Kind == RecordedKind.Received)
                book.Apply(message.Payload.Span);
        }
    }

    /// <summary>Levels of the asks in use, best last, in 1e-8 of a unit; keys are negated prices.</summary>
    public ReadOnlySpan<(long Key, long Size)> Asks => asks.Levels;

    /// <summary>Takes one frame.</summary>
    public void Apply(ReadOnlySpan<byte> frame)
    {
        Utf8JsonReader reader = new(frame);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.ValueTextEquals("b"u8) || reader.ValueTextEquals("bids"u8))
                ReadSide(ref reader, bids);
            else if (reader.ValueTextEquals("a"u8) || reader.ValueTextEquals("asks"u8))
                ReadSide(ref reader, asks);
        }
    }

    private static void ReadSide(ref Utf8JsonReader reader, BareSide side)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            long price = Fixed(reader.ValueSpan);
            reader.Read();
            side.Set(price, Fixed(reader.ValueSpan));
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
            }
        }
    }

    private static long Fixed(ReadOnlySpan<byte> text)
    {
        long value = 0;
        int decimals = -1;
        foreach (byte character in text)
        {
            if (character == (byte)'.')
                decimals = 0;
            else if (decimals < Decimals)
                value = unchecked((value * 10) + character - '0');
            if (decimals >= 0 && character != (byte)'.')
                decimals++;
        }

        for (int i = Math.Max(decimals, 0); i < Decimals; i++)
            value = unchecked(value * 10);
        return value;
    }

    private sealed class BareSide(bool descending)
    {
        private (long Key, long Size)[] levels = new (long, long)[8_192];
        private int count;

        public ReadOnlySpan<(long Key, long Size)> Levels => levels.AsSpan(0, count);

        public void Set(long price, long size)
        {
            long key = descending ? -price : price;
            int low = 0;
            int high = count;
            while (low < high)
            {
                int middle = (low + high) >> 1;
                if (levels[middle].Key < key)
                    low = middle + 1;
                else
                    high = middle;
            }

            bool found = low < count && levels[low].Key == key;
            if (found && size == 0)
            {
                Array.Copy(levels, low + 1, levels, low, count - low - 1);
                count--;
            }
            else if (found)
            {
                levels[low].Size = size;
            }
            else if (size != 0)
            {
                if (count == levels.Length)
                    Array.Resize(ref levels, count * 2);
                Array.Copy(levels, low, levels, low + 1, count - low);
                levels[low] = (key, size);
                count++;
            }
        }
    }
}
