using System.Globalization;
using System.Text;

namespace MarginRouter.Venues.Tests.Kraken;

/// <summary>
/// A slow, obvious book in decimal text, and the writer of the frames that Kraken would send for it. It shares nothing with the
/// production code: levels are sorted lists of text, the checksum is computed bit by bit over that text.
/// </summary>
internal sealed class OracleBook(int depth, int priceDecimals, int quantityDecimals)
{
    private readonly SortedDictionary<decimal, decimal> bids = new(Comparer<decimal>.Create((left, right) => right.CompareTo(left)));
    private readonly SortedDictionary<decimal, decimal> asks = [];

    public IReadOnlyDictionary<decimal, decimal> Bids => bids;

    public IReadOnlyDictionary<decimal, decimal> Asks => asks;

    /// <summary>Sets a level and cuts the side to the depth, as the venue does without telling.</summary>
    public void Set(bool bid, decimal price, decimal quantity)
    {
        SortedDictionary<decimal, decimal> side = bid ? bids : asks;
        if (quantity == 0)
            side.Remove(price);
        else
            side[price] = quantity;
    }

    public void Cut()
    {
        foreach (SortedDictionary<decimal, decimal> side in new[] { bids, asks })
        {
            foreach (decimal price in side.Keys.Skip(depth).ToList())
                side.Remove(price);
        }
    }

    public uint Checksum()
    {
        StringBuilder text = new();
        foreach ((decimal price, decimal quantity) in asks.Take(10).Concat(bids.Take(10)))
            text.Append(Stripped(PriceText(price))).Append(Stripped(QuantityText(quantity)));
        return BitwiseCrc32(Encoding.ASCII.GetBytes(text.ToString()));
    }

    public string PriceText(decimal price) => price.ToString("F" + priceDecimals, CultureInfo.InvariantCulture);

    public string QuantityText(decimal quantity) => quantity.ToString("F" + quantityDecimals, CultureInfo.InvariantCulture);

    public string V2(string type, string symbol, IEnumerable<(bool Bid, decimal Price, decimal Quantity)> changes, uint checksum) =>
        $$"""{"channel":"book","type":"{{type}}","data":[{"symbol":"{{symbol}}","bids":[{{V2Levels(changes, true)}}],"asks":[{{V2Levels(changes, false)}}],"checksum":{{checksum}},"timestamp":"2026-08-24T22:21:58.343688Z"}]}""";

    public string V1Update(string symbol, IReadOnlyList<(bool Bid, decimal Price, decimal Quantity)> changes, uint checksum)
    {
        string asksPart = V1Levels(changes, false);
        string bidsPart = V1Levels(changes, true);
        string end = $",\"book-{depth}\",\"{symbol}\"]";
        if (asksPart.Length > 0 && bidsPart.Length > 0)
            return $"[7,{{\"a\":[{asksPart}]}},{{\"b\":[{bidsPart}],\"c\":\"{checksum}\"}}{end}";
        return asksPart.Length > 0 ? $"[7,{{\"a\":[{asksPart}],\"c\":\"{checksum}\"}}{end}" : $"[7,{{\"b\":[{bidsPart}],\"c\":\"{checksum}\"}}{end}";
    }

    public string V1Snapshot(string symbol) =>
        $"[7,{{\"as\":[{V1Levels(All(), false)}],\"bs\":[{V1Levels(All(), true)}]}},\"book-{depth}\",\"{symbol}\"]";

    public IReadOnlyList<(bool Bid, decimal Price, decimal Quantity)> All() =>
        [.. bids.Select(level => (true, level.Key, level.Value)), .. asks.Select(level => (false, level.Key, level.Value))];

    private string V2Levels(IEnumerable<(bool Bid, decimal Price, decimal Quantity)> changes, bool bid) =>
        string.Join(',', changes.Where(change => change.Bid == bid).Select(change => $$"""{"price":{{PriceText(change.Price)}},"qty":{{QuantityText(change.Quantity)}}}"""));

    private string V1Levels(IEnumerable<(bool Bid, decimal Price, decimal Quantity)> changes, bool bid) =>
        string.Join(',', changes.Where(change => change.Bid == bid).Select(change => $"[\"{PriceText(change.Price)}\",\"{QuantityText(change.Quantity)}\",\"1618678132.136369\"]"));

    private static string Stripped(string text) => text.Replace(".", "", StringComparison.Ordinal).TrimStart('0');

    private static uint BitwiseCrc32(byte[] text)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in text)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }

        return ~crc;
    }
}
