using System.Text.Json;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Kraken.Wire;

namespace MarginRouter.Venues.Kraken.Rest;

/// <summary>One order of REST QueryOrders, OpenOrders or ClosedOrders.</summary>
internal sealed record OrderRecord
{
    /// <summary>The venue's id.</summary>
    public required string Id { get; init; }

    /// <summary>What the venue says of it.</summary>
    public required VenueOrderState State { get; init; }

    /// <summary>Total filled in the base asset.</summary>
    public required decimal Filled { get; init; }

    /// <summary>Average price in the quote asset; null when nothing filled.</summary>
    public required decimal? AveragePrice { get; init; }

    /// <summary>Total fee, in the quote asset unless <see cref="FeeInBase"/>.</summary>
    public required decimal Fee { get; init; }

    /// <summary>True when fees are taken in the base asset (order flag fcib).</summary>
    public required bool FeeInBase { get; init; }

    /// <summary>When it was placed.</summary>
    public required Instant OpenedAt { get; init; }

    /// <summary>When it ended, or was placed while it works.</summary>
    public required Instant ChangedAt { get; init; }

    /// <summary>Reads the first of a set of orders keyed by id; null when there is none.</summary>
    public static OrderRecord? First(JsonElement orders)
    {
        foreach (JsonProperty order in orders.EnumerateObject())
            return Read(order.Name, order.Value);
        return null;
    }

    /// <summary>Reads the first of a set of orders whose client order id fits; null when there is none.</summary>
    public static OrderRecord? First(JsonElement orders, Func<string, bool> fits)
    {
        foreach (JsonProperty order in orders.EnumerateObject())
        {
            if (order.Value.Text("cl_ord_id") is { } id && fits(id))
                return Read(order.Name, order.Value);
        }

        return null;
    }

    private static OrderRecord Read(string id, JsonElement row)
    {
        decimal filled = row.RequiredNumber("vol_exec");
        bool ended = row.Number("closetm") is > 0;
        return new OrderRecord
        {
            Id = id,
            State = StateOf(row.RequiredText("status"), filled, row.RequiredNumber("vol")),
            Filled = filled,
            AveragePrice = filled > 0 ? row.RequiredNumber("cost") / filled : null,
            Fee = row.RequiredNumber("fee"),
            FeeInBase = row.Text("oflags")?.Split(',').Contains("fcib") ?? false,
            OpenedAt = row.RequiredSeconds("opentm"),
            ChangedAt = row.RequiredSeconds(ended ? "closetm" : "opentm"),
        };
    }

    private static VenueOrderState StateOf(string status, decimal filled, decimal ordered) => status switch
    {
        "pending" or "open" => VenueOrderState.Working,
        "closed" or "canceled" or "expired" => filled >= ordered ? VenueOrderState.Filled : VenueOrderState.Ended,
        _ => throw new VenueProtocolException($"Kraken: an order has the unknown status {status}"),
    };
}
