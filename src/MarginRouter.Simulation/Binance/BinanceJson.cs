using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Binance;

/// <summary>Writes the venue's JSON: numbers that matter are texts with a fixed number of decimals.</summary>
internal static class BinanceJson
{
    /// <summary>Decimals of prices, sizes and amounts on spot, and of amounts on USD-M.</summary>
    public const int SpotDecimals = 8;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Action<Utf8JsonWriter> body)
    {
        ArrayBufferWriter<byte> buffer = new(512);
        using (Utf8JsonWriter writer = new(buffer, Options))
            body(writer);
        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Object(Action<Utf8JsonWriter> members) => Write(writer =>
    {
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
    });

    public static byte[] Array<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> members) => Write(writer => writer.Items(items, members));

    /// <summary>An array of values that are written already.</summary>
    public static byte[] Values(IEnumerable<byte[]> items) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (byte[] item in items)
            writer.WriteRawValue(item, skipInputValidation: true);
        writer.WriteEndArray();
    });

    /// <summary>Writes an array of objects.</summary>
    public static void Items<T>(this Utf8JsonWriter writer, IEnumerable<T> items, Action<Utf8JsonWriter, T> members)
    {
        writer.WriteStartArray();
        foreach (T item in items)
        {
            writer.WriteStartObject();
            members(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void Amount(this Utf8JsonWriter writer, string name, decimal value, int decimals = SpotDecimals) =>
        writer.WriteString(name, Fixed(value, decimals));

    public static void Raw(this Utf8JsonWriter writer, string name, byte[] json)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(json, skipInputValidation: true);
    }

    public static string Fixed(decimal value, int decimals) =>
        value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Decimals that a grid step needs: 2 for 0.01, 0 for 1.</summary>
    public static int DecimalsOf(decimal step)
    {
        int decimals = 0;
        while (step != decimal.Truncate(step))
        {
            step *= 10;
            decimals++;
        }

        return decimals;
    }

    public static string Name(Side side) => side switch
    {
        Side.Buy => "BUY",
        Side.Sell => "SELL",
    };
}
