using System.Text.Json;
using MarginRouter.Venues.Feeds;

namespace MarginRouter.Venues.Kraken.Books;

/// <summary>Tells by a single frame which of Kraken's protocols it belongs to.</summary>
internal static class ProtocolRecognition
{
    /// <summary>The protocol, or null when no member says it. Throws <see cref="JsonException"/> for text that is not JSON.</summary>
    public static KrakenProtocol? Of(ReadOnlySpan<byte> frame)
    {
        try
        {
            return Look(frame);
        }
        catch (Exception fault) when (BrokenFrame.Is(fault))
        {
            throw BrokenFrame.Named(fault);
        }
    }

    private static KrakenProtocol? Look(ReadOnlySpan<byte> frame)
    {
        Utf8JsonReader reader = new(frame);
        if (!reader.Read())
            return null;
        if (reader.TokenType == JsonTokenType.StartArray)
            return KrakenProtocol.SpotV1;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("channel"u8) || reader.ValueTextEquals("method"u8))
                return KrakenProtocol.SpotV2;
            if (reader.ValueTextEquals("feed"u8) || reader.ValueTextEquals("product_ids"u8))
                return KrakenProtocol.FuturesV1;
            bool isEvent = reader.ValueTextEquals("event"u8);
            reader.Read();
            if (isEvent)
                return IsFuturesEvent(ref reader) ? KrakenProtocol.FuturesV1 : KrakenProtocol.SpotV1;
            reader.Skip();
        }

        return null;
    }

    private static bool IsFuturesEvent(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("info"u8) || reader.ValueTextEquals("subscribed"u8) || reader.ValueTextEquals("unsubscribed"u8)
        || reader.ValueTextEquals("alert"u8) || reader.ValueTextEquals("challenge"u8);
}
