using System.Text.Json;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Tests.Kraken;

/// <summary>Rollover fees and liquidation in the venue's own messages.</summary>
public sealed class KrakenMarginTests
{
    [Fact]
    public async Task Rollover_EveryFourHours_IsALedgerEntryOfTheQuoteAsset()
    {
        ManualTime time = new();
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync(
            time,
            options => options with { Rules = options.Rules with { Interest = new InterestRule(4m, false, 0.0002m, 0.0002m, null) } },
            new OpeningPosition("BTC/USD", 10m, 100m));
        (KrakenTestSocket socket, _) = await venue.ConnectPrivateAsync();

        time.Move(TimeSpan.FromHours(9));
        venue.Exchange.Step();
        JsonElement entry = (await socket.ChannelAsync("balances", "update")).GetProperty("data")[0];

        // 1,000 dollars at 0.02 %: the opening fee is due at the start of the position, with the first period; the clock has seen two more.
        Assert.Equal(("rollover", "marginrollover", "USD"), (Text(entry, "type"), Text(entry, "category"), Text(entry, "asset")));
        Assert.Equal(0.4m, entry.GetProperty("fee").GetDecimal());
        Assert.Equal(10_000m - 0.4m, venue.Account.Balance("USD"));
    }

    [Fact]
    public async Task Liquidation_AtFortyPerCent_IsMarkedInTheExecutions()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync(null, new OpeningPosition("BTC/USD", 500m, 100m));
        (KrakenTestSocket socket, _) = await venue.ConnectPrivateAsync();

        // Used margin 10,000. At 87 equity is 10,000 - 6,500 = 3,500: below 40 %.
        venue.Simulator.Market("BTC/USD").FixMarkPrice(87m);
        venue.Exchange.Step();
        JsonElement entry = (await socket.ChannelAsync("executions", "update")).GetProperty("data")[0];

        Assert.True(entry.GetProperty("liquidated").GetBoolean());
        Assert.Equal("sell", Text(entry, "side"));
        Assert.True(venue.Account.PositionQuantity("BTC/USD") < 500m);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
