using System.Collections.Immutable;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Bybit.WhatIf;

/// <summary>
/// The answer of GET /v5/asset/portfolio-margin: the wallet's margin figures and the complete profit grid of each underlying. Source:
/// bybit-exchange.github.io/docs/v5/asset/portfolio-margin.
/// </summary>
/// <param name="Margin">Equity as the margin balance, initial and maintenance margin, and the maintenance margin rate, in USD.</param>
/// <param name="Units">The grids, in the order of the venue.</param>
public sealed record PortfolioMarginAnswer(VenueMargin Margin, ImmutableArray<ScenarioUnit> Units)
{
    /// <summary>Path of the request; with baseCoin for one underlying.</summary>
    public const string Path = "/v5/asset/portfolio-margin";

    private static readonly Asset Dollar = new("USD");

    /// <summary>Reads an answer; throws <see cref="VenueProtocolException"/> when the venue refused or the shape is another.</summary>
    public static PortfolioMarginAnswer Read(JsonElement answer)
    {
        if (JsonFigure.Required(answer, "retCode") != 0m)
            throw new VenueProtocolException($"portfolio-margin was refused: {answer.GetRawText()}");
        JsonElement result = Member(answer, "result");
        JsonElement wallet = Member(result, "wallet");
        VenueMargin margin = new(
            Dollar,
            JsonFigure.Read(wallet, "marginBalance"),
            JsonFigure.Read(wallet, "accountIM"),
            JsonFigure.Read(wallet, "accountMM"),
            JsonFigure.Read(wallet, "accountMMRate"));
        return new PortfolioMarginAnswer(margin, [.. Member(result, "assetPnlRange").EnumerateArray().Select(ReadUnit)]);
    }

    private static ScenarioUnit ReadUnit(JsonElement unit)
    {
        JsonElement ranges = Member(Member(Member(unit, "totalPnlRanges"), "ALL"), "pnlRanges");
        string coin = Member(unit, "baseCoin").GetString() ?? throw new VenueProtocolException("portfolio-margin: a baseCoin is null");
        return new ScenarioUnit(coin, [.. ranges.EnumerateArray().Select(ReadRange)]);
    }

    private static ProfitRange ReadRange(JsonElement range) => new(
        JsonFigure.Required(range, "priceScale"), [.. Member(range, "pnls").EnumerateArray().Select(Figure)]);

    private static decimal Figure(JsonElement value) => value.ValueKind == JsonValueKind.String
        && decimal.TryParse(value.GetString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out decimal text)
            ? text
            : value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number)
                ? number
                : throw new VenueProtocolException($"portfolio-margin: {value.GetRawText()} is no profit");

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value)
            ? value
            : throw new VenueProtocolException($"portfolio-margin: {name} is missing");
}
