using MarginRouter.Core.Instruments;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Markets;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Binance;

/// <summary>The messages in which spot and USD-M differ.</summary>
internal interface IBinanceDialect
{
    /// <summary>A depthUpdate event.</summary>
    byte[] Depth(MarketTick tick);

    /// <summary>The answer of the depth endpoint.</summary>
    byte[] Snapshot(BookCopy book, Instrument instrument);

    /// <summary>The answer of exchangeInfo.</summary>
    byte[] ExchangeInfo(IEnumerable<SimulatedMarket> markets, Instant now);

    /// <summary>The fees of an account on a symbol.</summary>
    byte[] Commission(Instrument instrument);

    /// <summary>The answer to a placed order; <paramref name="responseType"/> is ACK, RESULT or FULL, null for the default.</summary>
    byte[] Placed(SimulatedOrder order, string? responseType);

    /// <summary>The answer to a cancel.</summary>
    byte[] Cancelled(SimulatedOrder order);

    /// <summary>The answer to a cancel of everything in a symbol.</summary>
    byte[] AllCancelled(IReadOnlyList<SimulatedOrder> orders);

    /// <summary>The answer to an order status query.</summary>
    byte[] Status(SimulatedOrder order);

    /// <summary>The answer to a trade history query.</summary>
    byte[] Trades(IEnumerable<(SimulatedOrder Order, SimulatedFill Fill)> trades);

    /// <summary>The answer to an account query.</summary>
    byte[] Account(SimulatedAccount account, AccountStatement statement);

    /// <summary>The private events of an order update, in the order in which they are sent.</summary>
    IReadOnlyList<byte[]> UserEvents(ExecutionUpdate update, Instant now);

    /// <summary>The private events of a change that no order made.</summary>
    IReadOnlyList<byte[]> UserEvents(AccountChange change, Instant now);

    /// <summary>The venue's error for a refused order.</summary>
    BinanceError Refusal(OrderRejection rejection);

    /// <summary>The limits that the venue states, with how much of each is used.</summary>
    IReadOnlyList<BinanceRateLimit> Limits { get; }
}
