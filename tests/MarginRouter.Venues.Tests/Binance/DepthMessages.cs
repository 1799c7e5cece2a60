using System.Globalization;
using System.Text;

namespace MarginRouter.Venues.Tests.Binance;

/// <summary>Small hand-made depth messages.</summary>
internal static class DepthMessages
{
    public static byte[] Spot(long first, long last, string bids = "", string asks = "", string symbol = "BTCUSDT") => Utf8(
        $$$"""{"stream":"{{{symbol.ToLowerInvariant()}}}@depth@100ms","data":{"e":"depthUpdate","E":1700000000000,"s":"{{{symbol}}}","U":{{{first}}},"u":{{{last}}},"b":[{{{Levels(bids)}}}],"a":[{{{Levels(asks)}}}]}}""");

    public static byte[] Futures(long first, long last, long previous, string bids = "", string asks = "") => Utf8(
        $$$"""{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":1700000000001,"T":1700000000000,"s":"BTCUSDT","U":{{{first}}},"u":{{{last}}},"pu":{{{previous}}},"b":[{{{Levels(bids)}}}],"a":[{{{Levels(asks)}}}]}}""");

    public static byte[] Snapshot(long last, string bids, string asks) => Utf8(
        $$$"""{"lastUpdateId":{{{last}}},"bids":[{{{Levels(bids)}}}],"asks":[{{{Levels(asks)}}}]}""");

    /// <summary>"price:size price:size" as JSON levels.</summary>
    private static string Levels(string text) => string.Join(',', text
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(level => level.Split(':'))
        .Select(level => string.Create(CultureInfo.InvariantCulture, $"[\"{level[0]}\",\"{level[1]}\"]")));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
