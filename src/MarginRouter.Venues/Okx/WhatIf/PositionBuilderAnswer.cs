using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Okx.WhatIf;

/// <summary>
/// Reads the answer of the position builder: eq, totalImr, totalMmr in USD, marginRatio = equity over maintenance margin and fees, 1 =
/// liquidation, falling when it gets worse. Source: okx.com/docs-v5, trading account, position builder.
/// </summary>
public static class PositionBuilderAnswer
{
    private static readonly Asset Dollar = new("USD");

    /// <summary>The figures; throws <see cref="VenueProtocolException"/> when the venue refused (code is not 0) or the answer holds no account.</summary>
    public static VenueMargin Read(JsonElement answer)
    {
        if (JsonFigure.Required(answer, "code") != 0m)
            throw new VenueProtocolException($"position-builder was refused: {answer.GetRawText()}");
        if (!answer.TryGetProperty("data", out JsonElement data) || data.ValueKind != JsonValueKind.Array || data.GetArrayLength() == 0)
            throw new VenueProtocolException("position-builder gave no data");
        JsonElement account = data[0];
        decimal? ratio = JsonFigure.Read(account, "marginRatio");
        return new VenueMargin(
            Dollar,
            JsonFigure.Read(account, "eq"),
            JsonFigure.Read(account, "totalImr"),
            JsonFigure.Read(account, "totalMmr"),
            ratio > 0m ? 1m / ratio : null);
    }
}
