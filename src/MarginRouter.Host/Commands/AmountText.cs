using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarginRouter.Host.Commands;

/// <summary>Writes amounts as texts without trailing zeros, as the margin contract has them.</summary>
internal sealed class AmountText : JsonConverter<decimal>
{
    /// <summary>Options for documents of the margin commands: camel case, enums as words, amounts as texts.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Converters = { new AmountText(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <inheritdoc />
    public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        decimal.Parse(reader.GetString()!, CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
        writer.WriteStringValue((value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture));
}
