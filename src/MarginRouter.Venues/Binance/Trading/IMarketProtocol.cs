using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Binance.Trading;

/// <summary>What differs between the spot and the futures market for an account.</summary>
internal interface IMarketProtocol
{
    /// <summary>Path of the WebSocket API.</summary>
    string ApiPath { get; }

    /// <summary>Path of the REST time request.</summary>
    string TimePath { get; }

    /// <summary>Path of the signed request for the fees on a symbol.</summary>
    string FeesPath { get; }

    /// <summary>The taker fee that an answer to it states, as a fraction.</summary>
    decimal TakerRate(JsonElement answer);

    /// <summary>Why an order cannot be expressed in this market, or null when it can.</summary>
    string? Objection(ChildOrderTerms terms);

    /// <summary>
    /// Opens the user stream, calls <paramref name="opened"/> once events flow, and keeps it alive until it breaks. Events are handed over as
    /// the bytes of their object where they do not come over the API connection.
    /// </summary>
    Task RunUserStreamAsync(ApiConnection api, Action opened, Action<ReadOnlyMemory<byte>> onEvent, CancellationToken cancellation);

    /// <summary>Reads the whole account.</summary>
    Task<AccountStatement> ReadAccountAsync(ApiConnection api, CancellationToken cancellation);

    /// <summary>Reads the margin tables that hold for the account; empty in a market without any.</summary>
    Task<ImmutableArray<InstrumentTiers>> ReadTablesAsync(CancellationToken cancellation);

    /// <summary>Reads the executions of an order.</summary>
    Task<IReadOnlyList<OwnExecution>> ReadTradesAsync(ApiConnection api, string symbol, long orderId, CancellationToken cancellation);

    /// <summary>Reads a pushed change of balances and positions; null when the event is none.</summary>
    AccountStatement? DecodeAccountChange(string eventType, JsonElement userEvent);

    /// <summary>Reads a pushed change of leverage; null when the event is none.</summary>
    LeverageChange? DecodeLeverageChange(string eventType, JsonElement userEvent);

    /// <summary>Writes how long an order stands: its type and its time in force.</summary>
    void AddStanding(ApiParameters parameters, OrderStanding standing);

    /// <summary>Changes an order that stands; also how the order that stands now has ended since, when it has.</summary>
    Task<(PlaceAnswer Answer, OrderEnd? End)> ReplaceAsync(ApiConnection api, OrderReplacement replacement, CancellationToken cancellation);

    /// <summary>Cancels every order in a symbol; false when that was not granted.</summary>
    Task<bool> CancelAllAsync(ApiConnection api, string symbol, CancellationToken cancellation);

    /// <summary>Lists the open orders in a symbol.</summary>
    Task<JsonElement> ReadOpenOrdersAsync(ApiConnection api, string symbol, CancellationToken cancellation);

    /// <summary>Sets the venue's dead man's switch.</summary>
    Task KeepAliveAsync(TimeSpan limit, CancellationToken cancellation);
}
