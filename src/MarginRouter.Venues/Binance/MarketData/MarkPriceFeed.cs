using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Binance.MarketData;

/// <summary>Reports the mark prices of futures from their stream, one a second and instrument.</summary>
internal sealed class MarkPriceFeed(BinanceOptions options, string path, FeedContext context)
{
    private readonly InstrumentLookup instruments = new(options.Instruments);
    private readonly SymbolText symbol = new();

    /// <summary>Keeps the feed alive until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        new ReconnectLoop($"{options.Name} mark prices", options.Reconnect, context.Time, context.Logger).RunAsync(RunSessionAsync, cancellation);

    private async Task RunSessionAsync(Action healthy, CancellationToken cancellation)
    {
        Uri address = DepthFeedRoute.Combined(options.Endpoints.Streams, path, options.Instruments, "markPrice@1s");
        await using SocketConnection socket =
            await SocketConnection.ConnectAsync(address, options.MarketSocket, context.Time, cancellation).ConfigureAwait(false);
        while (true)
        {
            ReadOnlyMemory<byte> message = await socket.ReadAsync(cancellation).ConfigureAwait(false);
            OnMessage(message.Span);
            healthy();
        }
    }

    private void OnMessage(ReadOnlySpan<byte> message)
    {
        if (StreamEnvelope.Open(message, out Utf8JsonReader reader) != StreamKind.MarkPrice)
            return;
        MarkPriceUpdate mark = MarkPriceUpdate.Decode(ref reader, symbol);
        if (instruments.Find(symbol.Value) is { } instrument)
        {
            context.Sink.OnEvent(new MarkPriceReceived(instrument.Id, mark.Price, mark.EventTime)
            {
                IndexPrice = mark.IndexPrice,
                FundingRate = mark.FundingRate,
                NextFunding = mark.NextFunding,
            });
        }
    }
}
