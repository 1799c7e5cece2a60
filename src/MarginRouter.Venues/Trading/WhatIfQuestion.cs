using System.Globalization;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Trading;

/// <summary>What a what-if question supposes: more of one instrument, in the direction of the position held.</summary>
/// <param name="Instrument">The instrument, a linear contract.</param>
/// <param name="Side">The side.</param>
/// <param name="Quantity">How much more.</param>
/// <param name="Price">At what price: the last mark on the instrument's grid.</param>
internal sealed record WhatIfQuestion(Instrument Instrument, Side Side, QuantityLots Quantity, PriceTicks Price)
{
    /// <summary>The question in words.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Side == Side.Buy ? "buying" : "selling")} {Instrument.Quantity(Quantity)} {Instrument.Symbol} at {Instrument.Price(Price)}");
}
