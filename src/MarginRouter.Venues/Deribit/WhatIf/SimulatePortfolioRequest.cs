using System.Collections.Immutable;
using System.Text.Json;

namespace MarginRouter.Venues.Deribit.WhatIf;

/// <summary>
/// private/simulate_portfolio over JSON-RPC: margin with positions that need not be held. At most once a second. Source: docs.deribit.com,
/// account management.
/// </summary>
public sealed record SimulatePortfolioRequest
{
    /// <summary>The method.</summary>
    public const string Method = "private/simulate_portfolio";

    /// <summary>Currency of the figures (currency).</summary>
    public required string Currency { get; init; }

    /// <summary>True to add to the positions held, false to take their place (add_positions).</summary>
    public required bool AddToHeld { get; init; }

    /// <summary>Signed sizes by instrument, in the venue's own unit, with unique names (simulated_positions).</summary>
    public ImmutableArray<KeyValuePair<string, decimal>> Positions { get; init; } = [];

    /// <summary>The message with a request id.</summary>
    public byte[] ToMessage(long id)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteNumber("id", id);
            writer.WriteString("method", Method);
            writer.WriteStartObject("params");
            writer.WriteString("currency", Currency);
            writer.WriteBoolean("add_positions", AddToHeld);
            writer.WriteStartObject("simulated_positions");
            foreach ((string instrument, decimal size) in Positions)
                writer.WriteNumber(instrument, size);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
