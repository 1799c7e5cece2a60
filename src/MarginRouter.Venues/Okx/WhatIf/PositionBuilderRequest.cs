using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace MarginRouter.Venues.Okx.WhatIf;

/// <summary>
/// POST /api/v5/account/position-builder: margin of positions and balances that need not be held. Two requests in two seconds, at most 200
/// positions, account levels 3 and 4. Source: okx.com/docs-v5, trading account, position builder.
/// </summary>
public sealed record PositionBuilderRequest
{
    /// <summary>Most positions of one request.</summary>
    public const int MaximumPositions = 200;

    /// <summary>Path of the request.</summary>
    public const string Path = "/api/v5/account/position-builder";

    /// <summary>3 for the multi-currency, 4 for the portfolio margin mode (acctLv).</summary>
    public required int AccountLevel { get; init; }

    /// <summary>True to count the real positions and balances too (inclRealPosAndEq).</summary>
    public required bool IncludeReal { get; init; }

    /// <summary>Positions (simPos).</summary>
    public ImmutableArray<SimulatedPosition> Positions { get; init; } = [];

    /// <summary>Balances (simAsset).</summary>
    public ImmutableArray<SimulatedAsset> Assets { get; init; } = [];

    /// <summary>The body; throws <see cref="InvalidOperationException"/> for what the venue would refuse.</summary>
    public byte[] ToBody()
    {
        if (AccountLevel is not (3 or 4))
            throw new InvalidOperationException($"account level {AccountLevel} has no position builder");
        if (Positions.Length > MaximumPositions)
            throw new InvalidOperationException($"{Positions.Length} positions are more than {MaximumPositions}");
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("acctLv", AccountLevel.ToString(CultureInfo.InvariantCulture));
            writer.WriteBoolean("inclRealPosAndEq", IncludeReal);
            writer.WriteStartArray("simPos");
            foreach (SimulatedPosition position in Positions)
                Write(writer, position);
            writer.WriteEndArray();
            writer.WriteStartArray("simAsset");
            foreach (SimulatedAsset asset in Assets)
            {
                writer.WriteStartObject();
                writer.WriteString("ccy", asset.Currency);
                writer.WriteString("amt", Text(asset.Quantity));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Write(Utf8JsonWriter writer, SimulatedPosition position)
    {
        writer.WriteStartObject();
        writer.WriteString("instId", position.InstrumentId);
        writer.WriteString("pos", Text(position.Contracts));
        if (position.AveragePrice is decimal price)
            writer.WriteString("avgPx", Text(price));
        if (position.Leverage is decimal leverage)
            writer.WriteString("lever", Text(leverage));
        writer.WriteEndObject();
    }

    private static string Text(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);
}
