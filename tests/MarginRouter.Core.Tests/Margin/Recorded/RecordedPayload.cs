using System.IO.Compression;
using System.Text.Json;
using MarginRouter.Testing;

namespace MarginRouter.Core.Tests.Margin.Recorded;

/// <summary>A recorded venue message that carries margin figures.</summary>
/// <param name="Key">Its file below <c>data/</c> and line, from 1.</param>
/// <param name="Message">The line.</param>
internal sealed record RecordedPayload(string Key, JsonElement Message)
{
    private static readonly string[] Venues = ["binance", "bybit", "hyperliquid", "kraken", "kucoin", "okx"];

    /// <summary>Members that are figures of an account's or a position's margin.</summary>
    private static readonly HashSet<string> Figures = new(StringComparer.Ordinal)
    {
        "totalMaintMargin", "maintMargin", "liquidationPrice", "marginLevel", "uniMMR", "positionMM", "totalMaintenanceMargin", "accountMMRate",
        "liqPrice", "mgnRatio", "liqPx", "posMaint", "debtRatio", "riskRatio", "mtM", "ml", "marginEquity", "crossMaintenanceMarginUsed",
        "liquidationPx", "portfolioMarginRatio",
    };

    /// <summary>Every such message of the payload folders.</summary>
    public static IEnumerable<RecordedPayload> All()
    {
        foreach (string venue in Venues)
        {
            string[] files = [.. Directory.EnumerateFiles(SharedData.PathOf($"data/{venue}/payloads")).Where(IsRecording).Order(StringComparer.Ordinal)];
            foreach (string file in files)
            {
                int line = 0;
                foreach (string text in Lines(file))
                {
                    line++;
                    using JsonDocument document = JsonDocument.Parse(text);
                    if (HasFigure(document.RootElement))
                        yield return new RecordedPayload($"{venue}/{Path.GetFileName(file)}:{line}", document.RootElement.Clone());
                }
            }
        }
    }

    /// <summary>The first member of this name anywhere in the message.</summary>
    public JsonElement Find(string name) => Find(Message, name) ?? throw new InvalidOperationException($"{Key} has no {name}");

    /// <summary>A figure, written as text or as a number.</summary>
    public decimal Number(string name) => Number(Find(name));

    public static decimal Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? decimal.Parse(value.GetString()!, System.Globalization.NumberStyles.Float) : value.GetDecimal();

    private static bool IsRecording(string file) => file.EndsWith(".jsonl", StringComparison.Ordinal) || file.EndsWith(".jsonl.gz", StringComparison.Ordinal);

    private static IEnumerable<string> Lines(string file)
    {
        using FileStream stream = File.OpenRead(file);
        using Stream plain = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
        using StreamReader reader = new(plain);
        while (reader.ReadLine() is string line)
            yield return line;
    }

    private static bool HasFigure(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(member => Figures.Contains(member.Name) || HasFigure(member.Value)) || IsPosition(element),
        JsonValueKind.Array => element.EnumerateArray().Any(HasFigure),
        _ => false,
    };

    /// <summary>A maintenance margin of a position; tables of tiers have one too, which is a rate.</summary>
    private static bool IsPosition(JsonElement element) => element.TryGetProperty("maintenanceMargin", out _) && element.TryGetProperty("entryPrice", out _);

    private static JsonElement? Find(JsonElement element, string name)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            if (element.TryGetProperty(name, out JsonElement found))
                return found;
            return element.EnumerateObject().Select(member => Find(member.Value, name)).FirstOrDefault(value => value is not null);
        }

        return element.ValueKind == JsonValueKind.Array
            ? element.EnumerateArray().Select(item => Find(item, name)).FirstOrDefault(value => value is not null)
            : null;
    }
}
