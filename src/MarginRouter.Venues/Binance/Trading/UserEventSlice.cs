using System.Text.Json;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>
/// Finds the user event in its envelope: <c>{"subscriptionId":0,"event":{...}}</c> of the WebSocket API, <c>{"stream":"...","data":{...}}</c>
/// of combined streams.
/// </summary>
internal static class UserEventSlice
{
    public static bool TryFind(ReadOnlyMemory<byte> message, out ReadOnlyMemory<byte> userEvent)
    {
        userEvent = default;
        Utf8JsonReader reader = new(message.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            // Answers begin with their id; nothing of them needs a look.
            if (reader.ValueTextEquals("id"u8))
                return false;
            bool found = reader.ValueTextEquals("event"u8) || reader.ValueTextEquals("data"u8);
            reader.Read();
            if (found && reader.TokenType == JsonTokenType.StartObject)
            {
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                userEvent = message[start..(int)reader.BytesConsumed];
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
