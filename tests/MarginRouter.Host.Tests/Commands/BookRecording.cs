using System.Globalization;
using System.Text;

namespace MarginRouter.Host.Tests.Commands;

/// <summary>
/// A recording of one book in the frames of Kraken's socket v2, made by hand. The checksum is computed here from the documented rule (ten
/// best asks, ten best bids, digits of price and size without point and leading zeros, CRC-32), not by the adapter's code.
/// </summary>
internal sealed class BookRecording
{
    private readonly SortedDictionary<decimal, string> bids = new(Comparer<decimal>.Create((left, right) => right.CompareTo(left)));
    private readonly SortedDictionary<decimal, string> asks = [];
    private readonly StringBuilder lines = new();

    public BookRecording() => lines.Append(
        """
        {"channel":"status","type":"update","data":[{"version":"2.0.0","system":"online","api_version":"v2","connection_id":1}]}
        {"method":"subscribe","result":{"channel":"book","depth":10,"snapshot":true,"symbol":"AAA/USD"},"success":true,"time_in":"2026-01-02T03:04:05.000000Z","time_out":"2026-01-02T03:04:05.000010Z"}

        """);

    /// <summary>All lines.</summary>
    public string Text => lines.ToString();

    public BookRecording Snapshot(string[] bidLevels, string[] askLevels) => Frame("snapshot", bidLevels, askLevels, 0);

    /// <summary>An update; levels as price x size, size 0 removes. <paramref name="error"/> is added to the true checksum.</summary>
    public BookRecording Update(string[] bidLevels, string[] askLevels, uint error = 0) => Frame("update", bidLevels, askLevels, error);

    public BookRecording Heartbeat()
    {
        lines.Append("{\"channel\":\"heartbeat\"}\n");
        return this;
    }

    private BookRecording Frame(string type, string[] bidLevels, string[] askLevels, uint error)
    {
        string bidText = Apply(bids, bidLevels);
        string askText = Apply(asks, askLevels);
        uint checksum = unchecked(Checksum() + error);
        lines.Append(CultureInfo.InvariantCulture, $"{{\"channel\":\"book\",\"type\":\"{type}\",\"data\":[{{\"symbol\":\"AAA/USD\",\"bids\":[{bidText}],\"asks\":[{askText}],\"checksum\":{checksum},\"timestamp\":\"2026-01-02T03:04:06.000000Z\"}}]}}\n");
        return this;
    }

    private static string Apply(SortedDictionary<decimal, string> side, string[] levels)
    {
        List<string> texts = [];
        foreach (string level in levels)
        {
            string[] parts = level.Split('x');
            decimal price = decimal.Parse(parts[0], CultureInfo.InvariantCulture);
            if (decimal.Parse(parts[1], CultureInfo.InvariantCulture) == 0m)
                side.Remove(price);
            else
                side[price] = Digits(parts[0]) + Digits(parts[1]);
            texts.Add($"{{\"price\":{parts[0]},\"qty\":{parts[1]}}}");
        }

        return string.Join(',', texts);
    }

    private uint Checksum()
    {
        string text = string.Concat(asks.Values.Take(10)) + string.Concat(bids.Values.Take(10));
        uint value = uint.MaxValue;
        foreach (byte letter in Encoding.ASCII.GetBytes(text))
        {
            value ^= letter;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320u : value >> 1;
        }

        return ~value;
    }

    private static string Digits(string number) => number.Replace(".", string.Empty, StringComparison.Ordinal).TrimStart('0');
}
