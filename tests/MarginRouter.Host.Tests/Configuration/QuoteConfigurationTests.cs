using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Quotes;
using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Tests.Configuration;

/// <summary>Who is asked for quotes, and when, as it is written in the files.</summary>
public sealed class QuoteConfigurationTests
{
    private const string Fix = "venues/4-primefix.json";

    [Fact]
    public void Load_MakersAndRules_HoldForEveryDeskThatStatesNoneOfItsOwn()
    {
        using ConfigurationFolder folder = new();
        folder.Replace(Fix, "\"bookDepth\"", "\"quotes\": { \"makers\": [ \"m1\", \"m2\" ], \"lastLookMilliseconds\": 100, \"feeIncluded\": true }, \"bookDepth\"");
        folder.Replace("router.json", "\"bookDepth\"", "\"quotes\": { \"windowMilliseconds\": 250, \"minimumNotional\": \"50000\" }, \"bookDepth\"");
        folder.Replace("desks/bravo.json", "\"maximumAttempts\"", "\"quotes\": { \"windowMilliseconds\": 100, \"minimumNotional\": 0, \"maximumMakers\": 1, \"maximumRounds\": 3 }, \"maximumAttempts\"");
        folder.Replace("desks/charlie.json", "\"maximumAttempts\"", "\"quotes\": { \"asks\": false }, \"maximumAttempts\"");
        Assert.Empty(folder.Errors());
        RouterConfiguration configuration = RouterConfigurationLoader.Load(folder.Path);
        Firm firm = configuration.Firm;
        Assert.Equal(new QuotePolicy(250, 50_000m, 5, 2), firm.FindDesk("ALPHA")!.Quotes);
        Assert.Equal(new QuotePolicy(100, 0m, 1, 3), firm.FindDesk("BRAVO")!.Quotes);
        Assert.Null(firm.FindDesk("CHARLIE")!.Quotes);
        QuoteMakers makers = Assert.Single(firm.QuoteMakers);
        Assert.Equal(["m1", "m2"], makers.Makers.AsEnumerable());
        Assert.Equal("BTCUSD", firm.Reference[Assert.Single(makers.Instruments)].Symbol);
        Assert.False(makers.PerAccount);
        QuoteSettings settings = configuration.Venues[makers.Venue.Value].Quotes!;
        Assert.Equal((100, 5, true, false), (settings.LastLookMilliseconds, settings.ExpiryMarginMilliseconds, settings.FeeIncluded, settings.Anonymous));
    }

    [Fact]
    public void Load_DeskThatAsksWithoutAnyMaker_IsAnError()
    {
        using ConfigurationFolder folder = new();
        folder.Replace("desks/bravo.json", "\"maximumAttempts\"", "\"quotes\": { \"windowMilliseconds\": 100, \"minimumNotional\": 0 }, \"maximumAttempts\"");
        Assert.Equal(["quotes: a desk asks for quotes, but no venue's file names makers"], folder.Errors());
    }
}
