using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Testing;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Rest;
using MarginRouter.Venues.Kraken.Wire;

namespace MarginRouter.Venues.Tests.Kraken;

/// <summary>REST answers as the venue gives them, read in place.</summary>
public sealed class RestPayloadTests
{
    private static readonly Instrument Bitcoin = KrakenInstruments.Pair("BTC/USD", tick: 0.1m, lot: 0.00000001m);

    [SharedDataFact]
    public void OpenPositions_RecordedAnswer_SumsToOnePosition()
    {
        OpenVolume volume = new(Bitcoin, 3);
        foreach (JsonProperty row in RestExample("Endpoints/Spot/Account/GetOpenPositions").EnumerateObject())
            volume.Add(row.Value);
        PositionSnapshot position = volume.Snapshot();

        // 8.82412861 - 0.202 + 8 + 0.0000001 + 0.0001 + 0.0008999 and the costs in the same proportion.
        Assert.Equal(1_662_312_861L, position.Quantity.Value);
        decimal cost = (104610.52842m * 8.62212861m / 8.82412861m) + 145756.76856m + 0.00240m + 2.40000m + 21.59760m;
        Assert.Equal(cost / 16.62312861m, position.EntryPrice);
        Assert.Equal(5m, position.Leverage);
    }

    [SharedDataFact]
    public void QueryOrders_RecordedAnswers_AreRead()
    {
        OrderRecord closed = OrderRecord.First(RestExample("Endpoints/Spot/Trading/GetOrders"))!;
        Assert.Equal(("OBCMZD-JIEE7-77TH3F", VenueOrderState.Filled, 1.25m, 26.2m), (closed.Id, closed.State, closed.Filled, closed.Fee));
        Assert.Equal(27526.2m / 1.25m, closed.AveragePrice);
        Assert.Equal(1_688_665_499_192_200_000L, closed.ChangedAt.Nanoseconds);

        OrderRecord canceled = OrderRecord.First(RestExample("Endpoints/Spot/Trading/GetOrders2"))!;
        Assert.Equal((VenueOrderState.Ended, 0m), (canceled.State, canceled.Filled));
        Assert.Null(canceled.AveragePrice);
    }

    [SharedDataFact]
    public void TradesHistory_RecordedAnswer_IsReadOldestFirst()
    {
        List<TradeRecord> trades = TradeRecord.ReadAll(RestExample("Endpoints/Spot/Trading/GetUserTrades"));
        Assert.Equal(["TCWJEG-FL4SZ-3FKGH6", "THVRQM-33VKH-UCI7BS"], trades.Take(2).Select(trade => trade.Id));
        Assert.Equal((30010m, 0.01m, 0m), (trades[0].Price, trades[0].Quantity, trades[0].Fee));
        Assert.Equal(1_688_667_769_639_600_000L, trades[0].Time.Nanoseconds);
    }

    [SharedDataFact]
    public void AssetPairs_RecordedAnswer_ChecksTheGridAndFindsLeverageByEveryName()
    {
        JsonElement table = NautilusExample("http_asset_pairs.json").GetProperty("result");
        Dictionary<string, PairRules> pairs = PairRules.Read(table, [KrakenInstruments.Pair("BTC/USDT", tick: 0.1m, lot: 0.00000001m)]);
        Assert.Equal(10, pairs["XBTUSDT"].MaximumLeverage);
        Assert.Same(pairs["XBTUSDT"], pairs["BTC/USDT"]);

        VenueConfigurationException fault = Assert.Throws<VenueConfigurationException>(
            () => PairRules.Read(table, [KrakenInstruments.Pair("BTC/USDT", tick: 1m, lot: 0.001m), KrakenInstruments.Pair("ETH/USDT", 0.01m, 0.00000001m, id: 1)]));
        Assert.Contains("BTC/USDT: tick 1 but Kraken's is 0.1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("BTC/USDT: lot 0.001 but Kraken's is 0.00000001", fault.Message, StringComparison.Ordinal);
        Assert.Contains("ETH/USDT: Kraken lists no such pair", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("XXBT", "BTC")]
    [InlineData("XBT", "BTC")]
    [InlineData("XXDG", "DOGE")]
    [InlineData("ZUSD", "USD")]
    [InlineData("XETH", "ETH")]
    [InlineData("USDT", "USDT")]
    [InlineData("XTZ", "XTZ")]
    [InlineData("ZRX", "ZRX")]
    [InlineData("BTC", "BTC")]
    public void Common_AnyNameOfAnAsset_IsTheCommonCode(string name, string code) => Assert.Equal(code, AssetNames.Common(name));

    private static JsonElement RestExample(string name)
    {
        foreach (string line in File.ReadLines(SharedData.PathOf("data/kraken/payloads/rest_examples.jsonl")))
        {
            using JsonDocument example = JsonDocument.Parse(line);
            if (example.RootElement.GetProperty("name").GetString() == name)
                return example.RootElement.GetProperty("body").GetProperty("result").Clone();
        }

        throw new InvalidOperationException($"no example {name}");
    }

    private static JsonElement NautilusExample(string file)
    {
        foreach (string line in File.ReadLines(SharedData.PathOf("data/kraken/payloads/nautilus_examples.jsonl")))
        {
            using JsonDocument example = JsonDocument.Parse(line);
            if (example.RootElement.GetProperty("file").GetString() == file)
                return example.RootElement.GetProperty("payload").Clone();
        }

        throw new InvalidOperationException($"no example {file}");
    }
}
