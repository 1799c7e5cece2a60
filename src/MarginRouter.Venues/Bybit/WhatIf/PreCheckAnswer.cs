using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Bybit.WhatIf;

/// <summary>
/// The answer of POST /v5/order/pre-check, whose request is that of an order: account margin rates before and after it, in ten-thousandths
/// of equity (accountIMRate, accountMMRate; 1 = liquidation). Not in isolated mode, not for conditional orders. The venue gives no amounts.
/// Source: bybit-exchange.github.io/docs/v5/order/pre-check-order.
/// </summary>
/// <param name="Before">As it stands; null when the venue refused the order for lack of margin (retCode 110007) and tells the rates after it only.</param>
/// <param name="After">With the order.</param>
/// <param name="InitialRateBefore">Initial margin over equity; null as <paramref name="Before"/>.</param>
/// <param name="InitialRateAfter">Initial margin over equity with the order.</param>
public sealed record PreCheckAnswer(VenueMargin? Before, VenueMargin After, decimal? InitialRateBefore, decimal InitialRateAfter)
{
    /// <summary>Path of the request.</summary>
    public const string Path = "/v5/order/pre-check";

    private const decimal Accepted = 0m;
    private const decimal InsufficientMargin = 110_007m;
    private const decimal TenThousandth = 0.0001m;
    private static readonly Asset Dollar = new("USD");

    /// <summary>Reads an answer; throws <see cref="VenueProtocolException"/> for any other refusal and when a rate is missing.</summary>
    public static PreCheckAnswer Read(JsonElement answer)
    {
        decimal code = JsonFigure.Required(answer, "retCode");
        if (code == InsufficientMargin)
        {
            JsonElement extra = Member(answer, "retExtInfo");
            return new PreCheckAnswer(null, Margin(extra, "post_mmr_e4"), null, Rate(extra, "post_imr_e4"));
        }

        if (code != Accepted)
            throw new VenueProtocolException($"pre-check was refused: {answer.GetRawText()}");
        JsonElement result = Member(answer, "result");
        return new PreCheckAnswer(Margin(result, "preMmrE4"), Margin(result, "postMmrE4"), Rate(result, "preImrE4"), Rate(result, "postImrE4"));
    }

    private static VenueMargin Margin(JsonElement parent, string name) => new(Dollar, null, null, null, Rate(parent, name));

    private static decimal Rate(JsonElement parent, string name) => JsonFigure.Required(parent, name) * TenThousandth;

    private static JsonElement Member(JsonElement answer, string name) => answer.TryGetProperty(name, out JsonElement value)
        ? value
        : throw new VenueProtocolException($"pre-check: {name} is missing");
}
