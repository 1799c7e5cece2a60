using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.Okx.WhatIf;

/// <summary>
/// Reads the answer of the position builder: eq, totalImr, totalMmr in USD, marginRatio = equity over maintenance margin and fees, 1 =
/// liquidation, falling when it gets worse. Source: okx.com/docs-v5, trading account, position builder.
/// </summary>
internal static class PositionBuilderAnswer
{
    private static readonly Asset Dollar = new("USD");

    /// <summary>The figures; throws <see cref="VenueProtocolException"/> when the venue refused (code is not 0) or the answer holds no account.</summary>
    /// <param name="answer">The whole answer.</param>
    /// <param name="instruments">The adapter's instruments, by which marks are named.</param>
    public static VenueMargin Read(JsonElement answer, InstrumentTable instruments)
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
            ratio > 0m ? 1m / ratio : null)
        {
            Marks = [.. Rows(account).Select(row => Mark(row, instruments)).OfType<StatedMark>()],
        };
    }

    /// <summary>Positions stand in a list of the account in the multi-currency mode, and in one of each risk unit in the portfolio mode.</summary>
    private static IEnumerable<JsonElement> Rows(JsonElement account) =>
        List(account, "positions").Concat(List(account, "riskUnitData").SelectMany(unit => List(unit, "portfolios")));

    private static JsonElement.ArrayEnumerator List(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement rows) && rows.ValueKind == JsonValueKind.Array ? rows.EnumerateArray() : default;

    private static StatedMark? Mark(JsonElement row, InstrumentTable instruments) =>
        instruments.Find(JsonFigure.TextOrEmpty(row, "instId")) is { } instrument && JsonFigure.Read(row, "markPx") is > 0m and { } mark
            ? new StatedMark(instrument.Id, mark)
            : null;
}
