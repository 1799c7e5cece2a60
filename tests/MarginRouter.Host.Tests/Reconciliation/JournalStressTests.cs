using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Host.Tests.Crash;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Host.Tests.Reconciliation;

/// <summary>The live desk under stress, from the journal of a router that trades.</summary>
public sealed class JournalStressTests
{
    [Fact]
    public async Task Stress_OfAJournal_JudgesTheAccountsAsTheVenuesDo()
    {
        await using DriftWorld world = await DriftWorld.StartAsync(new VenueRules(), 1_000_000m);
        await world.TradeAsync("B1", Side.Buy, 0.5m);
        string early = DateTimeOffset.UtcNow.ToString("O", CultureInfo.InvariantCulture);
        await world.TradeAsync("B2", Side.Buy, 9.5m);
        await world.UntilAsync(
            DriftWorld.Futures, all => all.LastOrDefault()?.Figures.Any(figure => figure.Name == "maintenanceMargin" && figure.Venue > 1_000m) == true, "the position in a statement");

        JsonElement calm = Calm(await world.StressAsync(), "usdm-main");
        MarginFigures atVenue = world.Venues.Statement("usdm-main").Margin!;
        Assert.Equal(atVenue.Equity, Amount(calm, "equity"));
        Assert.Equal(atVenue.MaintenanceMargin, Amount(calm, "maintenanceMargin"));

        JsonElement before = Calm(await world.StressAsync("--at", early, "--desk", CrashConfiguration.FuturesDesk), "usdm-main");
        Assert.InRange(Amount(before, "maintenanceMargin"), 100m, 200m);

        // Ten bitcoins at 60,000 on a million: a fall by half costs 300,000 and leaves the account alive.
        JsonElement half = (await world.StressAsync()).GetProperty("scenarios").EnumerateArray()
            .Single(scenario => scenario.GetProperty("name").GetString() == "down 50 BTC");
        JsonElement hit = half.GetProperty("accounts").EnumerateArray().Single(account => account.GetProperty("account").GetString() == "usdm-main");
        Assert.InRange(Amount(calm, "equity") - Amount(hit, "equity"), 299_000m, 301_000m);
        Assert.Equal("none", hit.GetProperty("action").GetString());
    }

    private static JsonElement Calm(JsonElement document, string account) => document.GetProperty("scenarios").EnumerateArray()
        .Single(scenario => scenario.GetProperty("name").GetString() == "calm")
        .GetProperty("accounts").EnumerateArray().Single(one => one.GetProperty("account").GetString() == account);

    private static decimal Amount(JsonElement element, string name) =>
        decimal.Parse(element.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
