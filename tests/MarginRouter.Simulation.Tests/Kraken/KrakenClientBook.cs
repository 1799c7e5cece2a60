using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MarginRouter.Simulation.Tests.Kraken;

/// <summary>
/// A client's book built from frames alone, and the checksum computed anew from the venue's own number texts, bit by bit without a
/// table: it shares no line with the simulator.
/// </summary>
internal sealed class KrakenClientBook(int depth)
{
    private readonly SortedDictionary<decimal, (string Price, string Quantity)> asks = [];
    private readonly SortedDictionary<decimal, (string Price, string Quantity)> bids = new(Comparer<decimal>.Create((x, y) => y.CompareTo(x)));

    public int FramesApplied { get; private set; }

    public int LevelsCut { get; private set; }

    public int BidCount => bids.Count;

    public int AskCount => asks.Count;

    public decimal BestBid => bids.First().Key;

    public decimal BestAsk => asks.First().Key;

    public bool IsCrossed => bids.Count > 0 && asks.Count > 0 && BestBid >= BestAsk;

    /// <summary>The levels as texts, best first, for comparing two books.</summary>
    public string Text => string.Join(' ', bids.Values.Concat(asks.Values).Select(level => $"{level.Price}:{level.Quantity}"));

    /// <summary>Applies a book frame; returns whether its checksum fits.</summary>
    public bool Apply(JsonElement frame)
    {
        JsonElement data = frame.GetProperty("data")[0];
        if (frame.GetProperty("type").GetString() == "snapshot")
        {
            bids.Clear();
            asks.Clear();
        }

        ApplySide(bids, data.GetProperty("bids"));
        ApplySide(asks, data.GetProperty("asks"));
        FramesApplied++;
        return Checksum() == data.GetProperty("checksum").GetUInt32();
    }

    private void ApplySide(SortedDictionary<decimal, (string Price, string Quantity)> side, JsonElement levels)
    {
        foreach (JsonElement level in levels.EnumerateArray())
        {
            string price = level.GetProperty("price").GetRawText();
            string quantity = level.GetProperty("qty").GetRawText();
            decimal key = decimal.Parse(price, CultureInfo.InvariantCulture);
            if (decimal.Parse(quantity, CultureInfo.InvariantCulture) == 0)
                side.Remove(key);
            else
                side[key] = (price, quantity);
        }

        while (side.Count > depth)
        {
            side.Remove(side.Last().Key);
            LevelsCut++;
        }
    }

    private uint Checksum()
    {
        StringBuilder text = new();
        foreach ((string price, string quantity) in asks.Values.Take(10).Concat(bids.Values.Take(10)))
            text.Append(Digits(price)).Append(Digits(quantity));
        uint state = uint.MaxValue;
        foreach (byte value in Encoding.ASCII.GetBytes(text.ToString()))
        {
            state ^= value;
            for (int bit = 0; bit < 8; bit++)
                state = (state & 1) != 0 ? (state >> 1) ^ 0xEDB88320u : state >> 1;
        }

        return ~state;
    }

    private static string Digits(string number) => number.Replace(".", string.Empty, StringComparison.Ordinal).TrimStart('0');
}
