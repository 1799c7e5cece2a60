using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Tests.Strangers;

/// <summary>Remembers what a market showed: the best levels of each tick and every public trade. Called and asked under the venue's gate.</summary>
internal sealed class MarketRecorder(SimulatedExchange exchange, string symbol, int depth) : IExchangeListener
{
    private readonly HashSet<string> books = new(StringComparer.Ordinal) { Text(exchange.Market(symbol).Copy(depth), exchange.Market(symbol).Instrument) };
    private readonly HashSet<(Side Taker, decimal Price, decimal Quantity)> trades = [];

    public void OnTick(MarketTick tick)
    {
        if (tick.Market.Instrument.Symbol != symbol)
            return;
        Instrument instrument = tick.Market.Instrument;
        books.Add(Text(tick.Market.Copy(depth), instrument));
        foreach (PublicTrade trade in tick.Trades)
            trades.Add((trade.TakerSide, instrument.Price(trade.Price), instrument.Quantity(trade.Quantity)));
    }

    public void OnExecution(ExecutionUpdate update)
    {
    }

    public void OnDisconnect(ConnectionKinds kinds)
    {
    }

    /// <summary>True when the book looked like this after one of the ticks; bids first, best first.</summary>
    public bool Showed(string levels) => exchange.Locked(() => books.Contains(levels));

    public bool Traded(Side taker, decimal price, decimal quantity) => exchange.Locked(() => trades.Contains((taker, price, quantity)));

    public static string Text(IEnumerable<(decimal Price, decimal Quantity)> bids, IEnumerable<(decimal Price, decimal Quantity)> asks) =>
        $"{Side(bids)} / {Side(asks)}";

    private static string Text(BookCopy book, Instrument instrument) => Text(Plain(book.Bids, instrument), Plain(book.Asks, instrument));

    private static IEnumerable<(decimal Price, decimal Quantity)> Plain(IEnumerable<BookLevel> levels, Instrument instrument) =>
        levels.Select(level => (instrument.Price(level.Price), instrument.Quantity(level.Quantity)));

    private static string Side(IEnumerable<(decimal Price, decimal Quantity)> levels) =>
        string.Join(' ', levels.Select(level => $"{level.Quantity:0.##########}@{level.Price:0.##########}"));
}
