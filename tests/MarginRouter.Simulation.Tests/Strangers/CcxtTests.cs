using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Streams;
using MarginRouter.Testing;
using Xunit.Abstractions;

namespace MarginRouter.Simulation.Tests.Strangers;

/// <summary>ccxt, which knows the venues and nothing of this project, takes each simulator for the venue.</summary>
public sealed class CcxtTests(ITestOutputHelper output)
{
    private static readonly string[] Calls =
        ["loadMarkets", "watchOrderBook", "watchTrades", "createOrder", "fetchOrder", "cancelOrder", "fetchBalance", "fetchPositions", "watchOrders"];

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
        Assert.Equal(Expected(venue.Holds), steps.Select(step => step.Name));
        new CcxtExpectations(exchange, venue, steps).Check();

        // The matrix of the README is what was just shown.
        string row = $"| {exchange} | {string.Join(" | ", Calls.Select(call => steps.Any(step => step.Name.Split(',')[0] == call) ? "yes" : "-"))} |";
        output.WriteLine(row);
        Assert.Contains(row, await File.ReadAllTextAsync(Path.Combine(SharedData.Repository, "README.md")), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Expected(bool holds)
    {
        string[] market = ["loadMarkets", "watchOrderBook", "watchTrades"];
        string[] account = holds ? ["fetchBalance", "fetchPositions"] : ["fetchBalance"];
        return
        [
            .. market, .. account, "createOrder, crossing", "fetchOrder, filled", "watchOrders, filled", .. account.Select(call => $"{call}, after"),
            "createOrder, resting", "fetchOrder, resting", "watchOrders, resting", "cancelOrder", "fetchOrder, cancelled", "watchOrders, cancelled",
        ];
    }

    private static object Settings(string exchange, StrangerVenue venue) => new
    {
        exchange,
        rest = venue.Rest,
        socket = venue.Socket,
        hosts = venue.Hosts,
        credentials = venue.Credentials,
        symbol = Symbol(venue.Instrument),
        positions = venue.Holds ? Positions(exchange) : null,
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
        "bybit" => new { fetchOrder = new { acknowledged = true } },
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
