using System.Buffers;
using System.Text.Json;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Kraken.Wire;

/// <summary>Writes one JSON frame; the caller fills the object between <see cref="Begin"/> and <see cref="End"/>.</summary>
internal sealed class KrakenFrame
{
    private readonly ArrayBufferWriter<byte> buffer = new(512);

    private KrakenFrame()
    {
        Json = new Utf8JsonWriter(buffer);
    }

    /// <summary>The writer, inside the frame's outermost object.</summary>
    public Utf8JsonWriter Json { get; }

    /// <summary>Opens a frame.</summary>
    public static KrakenFrame Begin()
    {
        KrakenFrame frame = new();
        frame.Json.WriteStartObject();
        return frame;
    }

    /// <summary>Opens a channel message: {"channel":..,"type":..,"data":[ .</summary>
    public static KrakenFrame BeginChannel(string channel, string type)
    {
        KrakenFrame frame = Begin();
        frame.Json.WriteString("channel", channel);
        frame.Json.WriteString("type", type);
        frame.Json.WriteStartArray("data");
        return frame;
    }

    /// <summary>Opens an answer to a request: {"method":..,"req_id":.. .</summary>
    public static KrakenFrame BeginAnswer(string method, long? requestId)
    {
        KrakenFrame frame = Begin();
        frame.Json.WriteString("method", method);
        if (requestId is long id)
            frame.Json.WriteNumber("req_id", id);
        return frame;
    }

    /// <summary>Closes the data array of a channel message and the frame.</summary>
    public byte[] EndChannel(long? sequence = null)
    {
        Json.WriteEndArray();
        if (sequence is long value)
            Json.WriteNumber("sequence", value);
        return End();
    }

    /// <summary>Writes success, the times of receipt and answer, and closes the frame.</summary>
    public byte[] EndAnswer(bool success, Instant received, Instant answered)
    {
        Json.WriteBoolean("success", success);
        Json.WriteString("time_in", KrakenTime.Text(received));
        Json.WriteString("time_out", KrakenTime.Text(answered));
        return End();
    }

    /// <summary>Closes the frame and gives its bytes.</summary>
    public byte[] End()
    {
        Json.WriteEndObject();
        Json.Flush();
        Json.Dispose();
        return buffer.WrittenSpan.ToArray();
    }
}
