using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Streams;
using Xunit.Abstractions;

namespace MarginRouter.Simulation.Tests.Strangers;

/// <summary>ccxt, which knows the venues and nothing of this project, takes each simulator for the venue.</summary>
public sealed class CcxtTests(ITestOutputHelper output)
{
    [NodeClientTheory]
    [InlineData("binance")]
    [InlineData("binanceusdm")]
    [InlineData("bybit")]
    [InlineData("okx")]
    [InlineData("kraken")]
    [InlineData("kucoin")]
    [InlineData("hyperliquid")]
    public async Task Calls_OfCcxt_AreAnsweredAsByTheVenue(string exchange)
    {
        await using StrangerVenue venue = await StartAsync(exchange);
        IReadOnlyList<ScriptStep> steps = await NodeScript.RunAsync("ccxt.mjs", Settings(exchange, venue));
        foreach (ScriptStep step in steps)
            output.WriteLine($"{exchange,-12} {step.Name,-24} {step.Error ?? "ok"}");
        Assert.All(steps, step => Assert.Null(step.Error));
        new CcxtExpectations(exchange, venue, steps).Check();
    }

    private static object Settings(string exchange, StrangerVenue venue) => new
    {
        exchange,
        rest = venue.Rest,
        socket = venue.Socket,
        hosts = venue.Hosts,
        credentials = venue.Credentials,
        symbol = Symbol(venue.Instrument),
        bookDepth = exchange == "kucoin" ? 100 : (int?)null,
        account = exchange != "kucoin",
        positions = venue.Holds ? Positions(exchange) : null,
        orders = false,
        side = "buy",
        amount = venue.Instrument.Multiplier == 1m ? 0.01m : 1m,
        crossingPrice = 61_000,
        restingPrice = 50_000,
        options = Options(exchange),
    };

    /// <summary>ccxt reads a list of positions, which Kraken sends when it is asked to consolidate them.</summary>
    private static object Positions(string exchange) => exchange == "kraken" ? new { consolidation = "market", docalcs = "true" } : new { };

    /// <summary>What a user of the library states about the account; nothing that would change a message.</summary>
    private static object? Options(string exchange) => exchange switch
    {
        "binance" => new { fetchMarkets = new { types = new[] { "spot" } } },
        "kucoin" => new { fetchMarkets = new { types = new[] { "spot" } }, uta = false, hf = true },
        _ => null,
    };

    private static string Symbol(Instrument instrument) => instrument.IsDerivative
        ? $"{instrument.Base}/{instrument.Quote}:{instrument.Settlement}"
        : $"{instrument.Base}/{instrument.Quote}";

    private static Task<StrangerVenue> StartAsync(string exchange) => exchange switch
    {
        "binance" => StrangerVenue.BinanceAsync(BinanceMarketKind.Spot),
        "binanceusdm" => StrangerVenue.BinanceAsync(BinanceMarketKind.UsdMargined),
        "bybit" => StrangerVenue.StreamAsync(StreamVenue.Bybit),
        "okx" => StrangerVenue.StreamAsync(StreamVenue.Okx),
        "kraken" => StrangerVenue.KrakenAsync(),
        "kucoin" => StrangerVenue.StreamAsync(StreamVenue.KuCoin),
        "hyperliquid" => StrangerVenue.StreamAsync(StreamVenue.Hyperliquid),
        _ => throw new ArgumentOutOfRangeException(nameof(exchange), exchange, "no such simulator"),
    };
}
