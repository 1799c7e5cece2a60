using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Deribit.WhatIf;

/// <summary>
/// Reads the answer of private/simulate_portfolio. The margin balance is the equity that margin is measured by: with cross collateral it is
/// the sum of all currencies in the one asked for. Liquidation is at maintenance margin equal to it. Source: docs.deribit.com.
/// </summary>
public static class SimulatePortfolioAnswer
{
    /// <summary>The figures; throws <see cref="VenueProtocolException"/> when the venue answered with an error or without a currency.</summary>
    public static VenueMargin Read(JsonElement answer)
    {
        if (!answer.TryGetProperty("result", out JsonElement result))
            throw new VenueProtocolException($"simulate_portfolio was refused: {answer.GetRawText()}");
        if (!result.TryGetProperty("currency", out JsonElement currency) || currency.GetString() is not { Length: > 0 } code)
            throw new VenueProtocolException("simulate_portfolio names no currency");
        decimal? balance = JsonFigure.Read(result, "margin_balance");
        decimal? maintenance = JsonFigure.Read(result, "maintenance_margin");
        return new VenueMargin(
            new Asset(code), balance, JsonFigure.Read(result, "initial_margin"), maintenance, balance > 0m ? maintenance / balance : null);
    }
}
