using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Streams;

namespace MarginRouter.Simulation.Bybit;

/// <summary>The messages of the private WebSocket (bybit-exchange docs, v5/websocket/private).</summary>
internal static class BybitEvents
{
    /// <summary>Topic execution.</summary>
    public static byte[] Execution(ExecutionUpdate update, SimulatedFill fill) =>
        Topic("execution", update.Time, BybitJson.Execution(update.Order, fill));

    /// <summary>Topic order.</summary>
    public static byte[] Order(ExecutionUpdate update) => Topic("order", update.Time, BybitJson.Order(update.Order));

    /// <summary>Topic wallet.</summary>
    public static byte[] Wallet(AccountStatement statement, Instant time) => Topic("wallet", time, BybitJson.Wallet(statement));

    /// <summary>Topic position.</summary>
    public static byte[] Positions(AccountStatement statement, SimulatedAccount account, SimulatedExchange exchange, Instant time) => Topic(
        "position",
        time,
        string.Join(',', statement.Positions.Select(position => BybitJson.Position(
            position.Position with { Leverage = account.Leverage(position.Position.Instrument.Symbol) }, (position.MarkPrice ?? 0, exchange.QueuePlace(account, position.Symbol)), "entryPrice"))));

    private static byte[] Topic(string topic, Instant time, string data) =>
        StreamText.Frame($$"""{"id":"592324d2bce751-ad38-48eb-8f42-{{time.ToMilliseconds()}}","topic":"{{topic}}","creationTime":{{time.ToMilliseconds()}},"data":[{{data}}]}""");
}
