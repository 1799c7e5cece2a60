using MarginRouter.Simulation.Binance;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;
using Xunit.Abstractions;

namespace MarginRouter.Simulation.Tests.Strangers;

/// <summary>The typed clients that are made for one venue each place an order at its simulator and cancel it.</summary>
public sealed class TypedClientTests(ITestOutputHelper output)
{
    private const decimal Price = 50_000m;

    [NodeClientTheory]
    [InlineData("binance spot")]
    [InlineData("binance usdm")]
    [InlineData("bybit-api")]
    [InlineData("okx-api")]
    [InlineData("kucoin-universal-sdk")]
    [InlineData("@nktkas/hyperliquid")]
    public async Task Order_PlacedAndCancelledByATypedClient_IsCancelledAtTheVenue(string client)
    {
        await using StrangerVenue venue = await StartAsync(client);
        decimal quantity = venue.Instrument.Multiplier == 1m ? 0.01m : 1m;
        IReadOnlyList<ScriptStep> steps = await NodeScript.RunAsync("typed.mjs", new
        {
            client,
            rest = venue.Rest,
            symbol = venue.Instrument.Symbol,
            credentials = venue.Credentials,
            price = Price,
            quantity,
        });

        foreach (ScriptStep step in steps)
            output.WriteLine($"{client,-20} {step.Name,-8} {step.Error ?? step.Result.GetString()}");
        Assert.All(steps, step => Assert.Null(step.Error));
        Assert.Equal(["place", "cancel"], steps.Select(step => step.Name));
        Assert.Equal(steps[0].Result.GetString(), steps[1].Result.GetString());
        SimulatedOrder order = Assert.Single(venue.Exchange.Orders(venue.Account));
        Assert.Equal(OrderState.Cancelled, order.State);
        Assert.Equal(Price, order.Terms.Price);
        Assert.Equal(quantity, order.Terms.Quantity);
        Assert.Empty(order.Fills);
    }

    private static Task<StrangerVenue> StartAsync(string client) => client switch
    {
        "binance spot" => StrangerVenue.BinanceAsync(BinanceMarketKind.Spot),
        "binance usdm" => StrangerVenue.BinanceAsync(BinanceMarketKind.UsdMargined),
        "bybit-api" => StrangerVenue.StreamAsync(StreamVenue.Bybit),
        "okx-api" => StrangerVenue.StreamAsync(StreamVenue.Okx),
        "kucoin-universal-sdk" => StrangerVenue.StreamAsync(StreamVenue.KuCoin),
        "@nktkas/hyperliquid" => StrangerVenue.StreamAsync(StreamVenue.Hyperliquid),
        _ => throw new ArgumentOutOfRangeException(nameof(client), client, "no such client"),
    };
}
