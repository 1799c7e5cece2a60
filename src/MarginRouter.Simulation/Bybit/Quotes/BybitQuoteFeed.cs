using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Bybit.Quotes;

/// <summary>
/// The topics of requests for quotes (bybit-exchange docs, v5/rfq/websocket): rfq.open.rfqs, rfq.open.quotes and rfq.open.trades of an account,
/// rfq.open.public.trades of all. While a fault keeps the answer to an execution back with its events, what they tell of its quote is kept too.
/// Used under the venue's gate.
/// </summary>
internal sealed class BybitQuoteFeed(
    SimulatedExchange exchange, Action<SimulatedAccount, string, Func<byte[]>> send, Action<string, byte[]> broadcast) : IQuoteListener
{
    private readonly BybitQuoteJson json = new(exchange);
    private readonly Dictionary<string, List<MakerQuote>> held = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public void OnInquiry(QuoteInquiry inquiry) =>
        send(inquiry.Account, "rfq.open.rfqs", () => Topic("rfq.open.rfqs", json.Inquiry(inquiry)));

    /// <inheritdoc />
    public void OnQuote(MakerQuote quote)
    {
        if (held.TryGetValue(quote.QuoteId, out List<MakerQuote>? kept))
            kept.Add(quote);
        else
            Tell(quote);
    }

    /// <summary>A maker that does not quote is not heard of.</summary>
    public void OnRefusal(QuoteInquiry inquiry, string maker, string text)
    {
    }

    /// <summary>Keeps what happens to a quote until it is released.</summary>
    public void Hold(string quoteId) => held.TryAdd(quoteId, []);

    /// <summary>Tells what was kept of a quote, as soon as its answer may be sent.</summary>
    public void ReleaseWith(string quoteId, Task answer)
    {
        if (answer.IsCompleted)
            Release(quoteId);
        else
            _ = ReleaseLaterAsync(quoteId, answer);
    }

    private async Task ReleaseLaterAsync(string quoteId, Task answer)
    {
        await answer;
        exchange.Locked(() =>
        {
            Release(quoteId);
            return true;
        });
    }

    private void Release(string quoteId)
    {
        if (held.Remove(quoteId, out List<MakerQuote>? kept))
            kept.ForEach(Tell);
    }

    private void Tell(MakerQuote quote)
    {
        send(quote.Inquiry.Account, "rfq.open.quotes", () => Topic("rfq.open.quotes", json.Quote(quote)));
        if (quote.State is MakerQuoteState.Filled or MakerQuoteState.Failed)
            send(quote.Inquiry.Account, "rfq.open.trades", () => Topic("rfq.open.trades", json.Trade(quote)));
        if (quote.State == MakerQuoteState.Filled)
            broadcast("rfq.open.public.trades", Topic("rfq.open.public.trades", json.PublicTrade(quote)));
    }

    private byte[] Topic(string topic, string row) =>
        StreamText.Frame($$"""{"topic":"{{topic}}","creationTime":{{exchange.Clock.Now.ToMilliseconds()}},"data":[{{row}}]}""");
}
