using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Testing;
using MarginRouter.Venues.Binance;
using MarginRouter.Venues.Binance.MarketData;
using MarginRouter.Venues.Binance.Trading;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Binance;

/// <summary>The private messages that others recorded or documented, through our decoders.</summary>
public sealed class PrivatePayloadTests
{
    [SharedDataFact]
    public void Decode_RecordedOrderReports_KeepEveryField()
    {
        int decoded = 0;
        foreach (JsonElement report in Events("executionReport").Concat(Events("ORDER_TRADE_UPDATE").Select(update => update.GetProperty("o"))))
        {
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(report.GetRawText()));
            reader.Read();
            OrderReport order = OrderReport.Decode(ref reader);
            Assert.Equal(report.GetProperty("s").GetString(), order.Symbol);
            Assert.Equal(report.GetProperty("x").GetString(), order.ExecutionType);
            Assert.Equal(report.GetProperty("X").GetString(), order.Status);
            Assert.Equal(report.GetProperty("i").GetInt64(), order.OrderId);
            Assert.Equal(report.GetProperty("t").GetInt64(), order.TradeId);
            Assert.Equal(report.GetProperty("T").GetInt64(), order.Time.ToMilliseconds());
            Assert.Equal(report.Number("l"), order.LastQuantity);
            Assert.Equal(report.Number("z"), order.CumulativeQuantity);
            Assert.Equal(report.Number("L"), order.LastPrice);
            Assert.Equal(report.NumberOrNull("n") ?? 0m, order.Commission);
            decoded++;
        }

        Assert.True(decoded >= 30, $"only {decoded} examples");
    }

    [Fact]
    public void ClientOrderId_OfACanceledOrder_IsTheOrdersAndNotTheRequests()
    {
        Utf8JsonReader reader = new(
            """{"e":"executionReport","s":"BTCUSDT","c":"cancel-1","C":"abc1-1-0","x":"CANCELED","X":"CANCELED","i":7,"z":"0.1","T":5}"""u8);
        reader.Read();
        Assert.Equal("abc1-1-0", OrderReport.Decode(ref reader).ClientOrderId);
    }

    [SharedDataFact]
    public void DecodeAccountChange_RecordedSpotPosition_AddsFreeAndLocked()
    {
        SpotProtocol protocol = new();
        JsonElement position = Events("outboundAccountPosition").First(example => example.GetProperty("B").GetArrayLength() == 2);
        AccountStatement? change = protocol.DecodeAccountChange("outboundAccountPosition", position);
        Assert.NotNull(change);
        foreach ((AssetBalance balance, JsonElement expected) in change.Balances.Zip(position.GetProperty("B").EnumerateArray()))
        {
            Assert.Equal(expected.GetProperty("a").GetString(), balance.Asset.Code);
            Assert.Equal(expected.Number("f") + expected.Number("l"), balance.Quantity);
        }

        Assert.Equal(position.GetProperty("u").GetInt64(), change.AsOf.ToMilliseconds());
    }

    [SharedDataFact]
    public void DecodeAccountChange_RecordedHedgeModeAccount_IsRefused()
    {
        JsonElement update = Events("ACCOUNT_UPDATE").First(example => example.GetProperty("a").GetProperty("P").GetArrayLength() == 3);
        VenueProtocolException fault = Assert.Throws<VenueProtocolException>(() => Usdm().DecodeAccountChange("ACCOUNT_UPDATE", update));
        Assert.Contains("hedge mode", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DecodeAccountChange_PositionThatIsNotConfigured_IsRefusedByName()
    {
        using JsonDocument update = JsonDocument.Parse(
            """{"e":"ACCOUNT_UPDATE","T":5,"a":{"m":"ORDER","B":[],"P":[{"s":"DOGEUSDT","pa":"12","ep":"0.1","ps":"BOTH"}]}}""");
        VenueProtocolException fault = Assert.Throws<VenueProtocolException>(
            () => Usdm().DecodeAccountChange("ACCOUNT_UPDATE", update.RootElement));
        Assert.Contains("12 DOGEUSDT", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DecodeLeverageChange_OfAConfiguredSymbol_IsTaken()
    {
        using JsonDocument update = JsonDocument.Parse("""{"e":"ACCOUNT_CONFIG_UPDATE","E":6,"T":5,"ac":{"s":"BTCUSDT","l":25}}""");
        Assert.Equal(25m, Usdm().DecodeLeverageChange("ACCOUNT_CONFIG_UPDATE", update.RootElement)?.Leverage);
    }

    [Fact]
    public void Decode_AdlQuantiles_TakesOneWayPositionsAndLeavesHedgedOnesUnknown()
    {
        ImmutableDictionary<string, AdlRank> ranks = AdlQuantiles.Decode(JsonElement.Parse(
            """[{"symbol":"ETHUSDT","adlQuantile":{"LONG":3,"SHORT":3,"HEDGE":0}},{"symbol":"BTCUSDT","adlQuantile":{"LONG":1,"SHORT":2,"BOTH":3}}]"""));
        Assert.Equal([KeyValuePair.Create("BTCUSDT", new AdlRank(3m, 0m, 4m))], ranks);
        VenueProtocolException fault = Assert.Throws<VenueProtocolException>(
            () => AdlQuantiles.Decode(JsonElement.Parse("""[{"symbol":"BTCUSDT","adlQuantile":{"BOTH":5}}]""")));
        Assert.Contains("adlQuantile of 5", fault.Message, StringComparison.Ordinal);
    }

    [SharedDataFact]
    public void Decode_RecordedOwnTrades_KeepPriceSizeAndFee()
    {
        foreach (string file in new[] { "spot/http_json/account_trades_response.json", "http_responses/http_futures_account_trades.json" })
        {
            JsonElement example = Examples().Single(candidate => candidate.GetProperty("file").GetString() == file).GetProperty("payload");
            OwnExecution first = OwnTrades.Decode(example)[0];
            Assert.Equal(example[0].Number("price"), first.Price);
            Assert.Equal(example[0].Number("qty"), first.Quantity);
            Assert.Equal(example[0].Number("commission"), first.Fee);
            Assert.Equal(example[0].GetProperty("commissionAsset").GetString(), first.FeeAsset);
        }
    }

    [Theory]
    [InlineData("""{"id":4,"status":200,"result":{"orderId":12},"rateLimits":[]}""", false, false)]
    [InlineData("""{"id":4,"status":400,"error":{"code":-2010,"msg":"Account has insufficient balance for requested action."}}""", false, true)]
    [InlineData("""{"id":4,"status":400,"error":{"code":-2010,"msg":"Duplicate order sent."}}""", true, true)]
    [InlineData("""{"id":4,"status":400,"error":{"code":-4116,"msg":"ClientOrderId is duplicated."}}""", true, true)]
    [InlineData("""{"id":4,"status":400,"error":{"code":-1007,"msg":"Timeout waiting for response from backend server."}}""", true, true)]
    [InlineData("""{"id":4,"status":503,"error":{"code":-1000,"msg":"Unknown error."}}""", true, true)]
    public void Parse_Answer_TellsRefusalFromUnknownOutcome(string message, bool unknown, bool failed)
    {
        (long id, ApiAnswer answer) = Assert.NotNull(ApiAnswer.Parse(Encoding.UTF8.GetBytes(message)));
        Assert.Equal((4, unknown, !failed), (id, answer.IsUnknownOutcome, answer.IsSuccess));
    }

    [Fact]
    public void ToString_OfAnAccount_HidesKeyAndSecret()
    {
        string text = new BinanceAccount(new Core.Instruments.SubaccountId(2), "my-key", "my-secret").ToString();
        Assert.DoesNotContain("my-", text, StringComparison.Ordinal);
    }

    private static UsdmProtocol Usdm()
    {
        RecordedSink sink = new();
        BinanceOptions options = new()
        {
            Venue = new Core.Instruments.VenueId(0),
            Name = "test",
            Endpoints = BinanceEndpoints.LiveUsdm,
            Instruments = [TestInstruments.Spot(0.1m, 0.001m)],
            Accounts = [],
            ClientOrderIds = new ClientOrderIdFormat("abc"),
        };
        FeedContext context = new(
            sink,
            new VenueHttp(new HttpClient(), TimeSpan.FromSeconds(1), TimeProvider.System, new VenueBreaker(TimeProvider.System)),
            new VenueClock(TimeProvider.System),
            new VenueReadiness(options.Venue, 0, sink),
            TimeProvider.System,
            NullLogger.Instance);
        return new UsdmProtocol(options, new ApiIdentity("key", ApiSigner.Of("secret")), context);
    }

    /// <summary>Every example whose payload, or the event or data inside it, is an event of a type.</summary>
    private static IEnumerable<JsonElement> Events(string type)
    {
        foreach (JsonElement example in Examples())
        {
            JsonElement payload = example.GetProperty("payload");
            if (payload.ValueKind != JsonValueKind.Object)
                continue;
            if (payload.TryGetProperty("event", out JsonElement inner) || payload.TryGetProperty("data", out inner))
                payload = inner;
            if (payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("e", out JsonElement name) && name.GetString() == type)
                yield return payload;
        }
    }

    private static IEnumerable<JsonElement> Examples() => File
        .ReadLines(SharedData.PathOf("data/binance/payloads/nautilus_examples.jsonl"))
        .Select(line => JsonDocument.Parse(line).RootElement);
}
