using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Kraken.Wire;

namespace MarginRouter.Simulation.Kraken.Market;

/// <summary>One client's public WebSocket: answers its requests; the data frames come from <see cref="KrakenMarketData"/>.</summary>
internal sealed class KrakenPublicSession
{
    private const int DefaultDepth = 10;
    private readonly KrakenConnection connection;
    private readonly KrakenMarketData data;
    private readonly Func<Instant> now;

    /// <summary>Makes the session of an accepted connection.</summary>
    public KrakenPublicSession(KrakenConnection connection, KrakenMarketData data, Func<Instant> now)
    {
        this.connection = connection;
        this.data = data;
        this.now = now;
    }

    /// <summary>Takes one frame of the client.</summary>
    public void Receive(ReadOnlyMemory<byte> frame)
    {
        Instant received = now();
        KrakenRequest? request = KrakenRequest.TryParse(frame, received);
        switch (request?.Method)
        {
            case null:
                connection.Send(KrakenAnswers.Malformed(received, now()));
                break;
            case "ping":
                connection.Send(KrakenMarketFrames.Pong(request.RequestId, received, now()));
                break;
            case "subscribe" or "unsubscribe":
                ChangeSubscriptions(request);
                break;
            default:
                connection.Send(KrakenAnswers.Error(request, "Unsupported method", now()));
                break;
        }
    }

    private void ChangeSubscriptions(KrakenRequest request)
    {
        string channel = request.Text("channel") ?? string.Empty;
        if (channel is "executions" or "balances")
        {
            connection.Send(KrakenAnswers.Error(request, "Private data and trading are unavailable on this endpoint. Try ws-auth.kraken.com", now()));
            return;
        }

        int depth = (int)(request.Number("depth") ?? DefaultDepth);
        if (channel is not ("book" or "ticker" or "trade"))
        {
            connection.Send(KrakenAnswers.Error(request, "Channel not supported", now()));
            return;
        }

        if (channel == "book" && !KrakenBookFeed.Offers(depth))
        {
            connection.Send(KrakenAnswers.Error(request, "Subscription depth not supported", now()));
            return;
        }

        foreach (string symbol in request.Texts("symbol"))
        {
            KrakenSubscription subscription = new(channel, symbol, channel == "book" ? depth : null, request.Flag("snapshot", true));
            ChangeOne(request, subscription);
        }
    }

    private void ChangeOne(KrakenRequest request, KrakenSubscription subscription)
    {
        if (!data.Lists(subscription.Symbol!))
        {
            connection.Send(KrakenAnswers.Error(request, $"Currency pair not supported {subscription.Symbol}", now(), subscription.Symbol));
            return;
        }

        if (request.Method == "subscribe")
        {
            connection.WantsHeartbeat = true;
            bool triggeredByBook = request.Text("event_trigger") == "bbo";
            data.Subscribe(connection, subscription, triggeredByBook, KrakenAnswers.Subscription(request, subscription, now()));
        }
        else if (data.Unsubscribe(connection, subscription))
        {
            connection.Send(KrakenAnswers.Subscription(request, subscription, now()));
        }
        else
        {
            connection.Send(KrakenAnswers.Error(request, "Subscription Not Found", now(), subscription.Symbol));
        }
    }
}
