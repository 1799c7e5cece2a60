using System.Text.Json;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Kraken.Rest;
using MarginRouter.Testing;

namespace MarginRouter.Simulation.Tests.Kraken;

public sealed class KrakenRestTests
{
    [SharedDataFact]
    public void Signature_OfTheDocumentedExample_IsTheDocumentedOne()
    {
        JsonElement vectors = JsonElement.Parse(File.ReadAllText(SharedData.PathOf("data/signing/rest-ws-fix-vectors.json")));
        JsonElement vector = vectors.EnumerateArray().Single(entry =>
            entry.GetProperty("venue").GetString() == "kraken" && entry.GetProperty("what").GetString() == "REST API-Sign");

        string signature = KrakenSignature.Compute(
            Convert.FromBase64String(vector.GetProperty("secret").GetString()!),
            vector.GetProperty("path").GetString()!,
            vector.GetProperty("nonce").GetString()!,
            vector.GetProperty("body").GetString()!);

        Assert.Equal(vector.GetProperty("expected").GetString(), signature);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?pair=XBTUSD")]
    [InlineData("?pair=BTC/USD")]
    public async Task AssetPairs_ByAnyName_StatesTheGridAndTheFees(string query)
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();

        JsonElement pair = (await venue.Rest.GetAsync($"/0/public/AssetPairs{query}")).GetProperty("result").GetProperty("XXBTZUSD");

        Assert.Equal("XBTUSD", pair.GetProperty("altname").GetString());
        Assert.Equal("XBT/USD", pair.GetProperty("wsname").GetString());
        Assert.Equal("XXBT", pair.GetProperty("base").GetString());
        Assert.Equal("ZUSD", pair.GetProperty("quote").GetString());
        Assert.Equal(1, pair.GetProperty("pair_decimals").GetInt32());
        Assert.Equal("0.1", pair.GetProperty("tick_size").GetString());
        Assert.Equal("0.00005", pair.GetProperty("ordermin").GetString());
        Assert.Equal("0.5", pair.GetProperty("costmin").GetString());
        Assert.Equal("[2,3,4,5]", pair.GetProperty("leverage_buy").GetRawText());
        Assert.Equal("[[0,0.4]]", pair.GetProperty("fees").GetRawText());
        Assert.Equal("[[0,0.25]]", pair.GetProperty("fees_maker").GetRawText());
    }

    [Fact]
    public async Task AssetPairs_OfAnUnknownPair_IsRefused()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        Assert.Equal("EQuery:Unknown asset pair", KrakenTestVenue.ErrorOf(await venue.Rest.GetAsync("/0/public/AssetPairs?pair=DOGEUSD")));
    }

    [Fact]
    public async Task Time_IsTheVenuesClock()
    {
        ManualTime time = new();
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync(time);

        JsonElement result = (await venue.Rest.GetAsync("/0/public/Time")).GetProperty("result");

        Assert.Equal(time.GetUtcNow().ToUnixTimeSeconds(), result.GetProperty("unixtime").GetInt64());
        Assert.Equal("Tue, 01 Sep 26 12:00:00 +0000", result.GetProperty("rfc1123").GetString());
    }

    [Fact]
    public async Task Private_WithAWrongSignature_IsRefused()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        string wrong = Convert.ToBase64String(new byte[64]);
        Assert.Equal("EAPI:Invalid signature", KrakenTestVenue.ErrorOf(await venue.Rest.PostAsync("Balance", "", "5", wrong)));
    }

    [Fact]
    public async Task Private_WithAnUnknownKey_IsRefused()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        using KrakenTestRest stranger = new(venue.Simulator.RestUri, "nobody", KrakenTestVenue.Secret);
        Assert.Equal("EAPI:Invalid key", KrakenTestVenue.ErrorOf(await stranger.PostAsync("Balance")));
    }

    [Theory]
    [InlineData("10", "10")]
    [InlineData("10", "9")]
    [InlineData("10", "x")]
    public async Task Private_WithANonceThatDoesNotRise_IsRefused(string first, string second)
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        Assert.Empty(KrakenTestVenue.ErrorOf(await venue.Rest.PostAsync("Balance", "", first, null)));
        Assert.Equal("EAPI:Invalid nonce", KrakenTestVenue.ErrorOf(await venue.Rest.PostAsync("Balance", "", second, null)));
    }

    [Fact]
    public async Task Private_WithABadSignature_DoesNotConsumeTheNonce()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        await venue.Rest.PostAsync("Balance", "", "50", Convert.ToBase64String(new byte[64]));
        Assert.Empty(KrakenTestVenue.ErrorOf(await venue.Rest.PostAsync("Balance", "", "11", null)));
    }

    [Fact]
    public async Task Balance_UsesTheRestNames()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        JsonElement result = (await venue.Rest.PostAsync("Balance")).GetProperty("result");
        Assert.Equal("10000.0000", result.GetProperty("ZUSD").GetString());
        Assert.Equal("4.0000000000", result.GetProperty("XXBT").GetString());
    }

    [Fact]
    public async Task TradeBalance_WithAPosition_StatesUsedMarginAndLevel()
    {
        // 100 BTC at 90 with five times leverage: cost 9,000, used 1,800; mark 99.95, profit 995; equity 10,995; level 610.83 %.
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync(null, new OpeningPosition("BTC/USD", 100, 90));

        JsonElement balance = (await venue.Rest.PostAsync("TradeBalance", "asset=ZUSD")).GetProperty("result");

        Assert.Equal("10399.8000", balance.GetProperty("eb").GetString());
        Assert.Equal("10000.0000", balance.GetProperty("tb").GetString());
        Assert.Equal("1800.0000", balance.GetProperty("m").GetString());
        Assert.Equal("995.0000", balance.GetProperty("n").GetString());
        Assert.Equal("10995.0000", balance.GetProperty("e").GetString());
        Assert.Equal("9195.0000", balance.GetProperty("mf").GetString());
        Assert.Equal("610.83", balance.GetProperty("ml").GetString());
        JsonElement position = (await venue.Rest.PostAsync("OpenPositions")).GetProperty("result").EnumerateObject().Single().Value;
        Assert.Equal("XXBTZUSD", position.GetProperty("pair").GetString());
        Assert.Equal("buy", position.GetProperty("type").GetString());
        Assert.Equal("100.00000000", position.GetProperty("vol").GetString());
        Assert.Equal("9000.0000", position.GetProperty("cost").GetString());
        Assert.Equal("1800.0000", position.GetProperty("margin").GetString());
    }

    [Fact]
    public async Task TradeBalance_WithCoinsAsCollateral_CountsThemAtTheMark()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync(options => options with
        {
            Rules = options.Rules.WithWeight("BTC", 0.5m),
        });

        JsonElement balance = (await venue.Rest.PostAsync("TradeBalance")).GetProperty("result");

        // 4 BTC at 99.95, half of it counted.
        Assert.Equal("10199.9000", balance.GetProperty("tb").GetString());
        Assert.Equal("10399.8000", balance.GetProperty("eb").GetString());
    }

    [Fact]
    public async Task TradeBalance_WithoutAPosition_HasNoLevel()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        JsonElement balance = (await venue.Rest.PostAsync("TradeBalance")).GetProperty("result");
        Assert.Equal("0.0000", balance.GetProperty("m").GetString());
        Assert.False(balance.TryGetProperty("ml", out _));
    }

    [Fact]
    public async Task UnknownCall_IsRefused()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        Assert.Equal("EGeneral:Unknown method", KrakenTestVenue.ErrorOf(await venue.Rest.PostAsync("Dance")));
    }
}
