using System.Buffers;
using System.Text.Json;

namespace MarginRouter.Simulation.Kraken.Rest;

/// <summary>Writes REST answers: {"error":[..],"result":..}; the status is 200 also for errors.</summary>
internal static class KrakenRestAnswer
{
    /// <summary>An answer whose result the caller writes as one JSON value.</summary>
    public static byte[] Of(Action<Utf8JsonWriter> writeResult)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        json.WriteStartArray("error");
        json.WriteEndArray();
        json.WritePropertyName("result");
        writeResult(json);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>An answer whose result is an object.</summary>
    public static byte[] OfObject(Action<Utf8JsonWriter> writeMembers) => Of(json =>
    {
        json.WriteStartObject();
        writeMembers(json);
        json.WriteEndObject();
    });

    /// <summary>A refusal.</summary>
    public static byte[] Error(string error)
    {
        ArrayBufferWriter<byte> buffer = new(128);
        using Utf8JsonWriter json = new(buffer);
        json.WriteStartObject();
        json.WriteStartArray("error");
        json.WriteStringValue(error);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
