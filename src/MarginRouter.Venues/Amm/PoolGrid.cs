using System.Globalization;
using System.Numerics;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Amm.Pools;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Amm;

/// <summary>
/// Converts between the chain's token units and an instrument's lots and ticks, in whole numbers. The instrument is the pool's base token
/// priced in its quote token.
/// </summary>
internal sealed class PoolGrid
{
    private readonly BigInteger baseUnitsPerLot;
    private readonly BigInteger baseScale;
    private readonly BigInteger quoteScale;

    // Quote units in one lot at one tick, as a fraction: it is below one where tick and lot are small.
    private readonly BigInteger valueNumerator;
    private readonly BigInteger valueDenominator;

    /// <summary>Throws <see cref="VenueConfigurationException"/> when a lot is not a whole number of the base token's units.</summary>
    public PoolGrid(Instrument instrument, int baseDecimals, int quoteDecimals)
    {
        Instrument = instrument;
        baseScale = BigInteger.Pow(10, baseDecimals);
        quoteScale = BigInteger.Pow(10, quoteDecimals);
        (BigInteger lot, BigInteger lotScale) = Fraction(instrument.LotSize);
        (BigInteger tick, BigInteger tickScale) = Fraction(instrument.TickSize);
        baseUnitsPerLot = BigInteger.DivRem(lot * baseScale, lotScale, out BigInteger rest);
        if (!rest.IsZero || baseUnitsPerLot.IsZero)
            throw new VenueConfigurationException($"{instrument.Symbol}: a lot of {instrument.LotSize} is no whole number of units of a token with {baseDecimals} decimals");
        valueNumerator = lot * tick * quoteScale;
        valueDenominator = lotScale * tickScale;
    }

    /// <summary>The instrument whose grid it is.</summary>
    public Instrument Instrument { get; }

    /// <summary>Units of the base token in a number of lots.</summary>
    public BigInteger BaseUnits(QuantityLots quantity) => baseUnitsPerLot * quantity.Value;

    /// <summary>Whole lots in a number of units of the base token, rounded down.</summary>
    public BigInteger WholeLots(BigInteger baseUnits) => baseUnits / baseUnitsPerLot;

    /// <summary>Whole lots in units of the base token; null when there is a remainder.</summary>
    public QuantityLots? Lots(BigInteger baseUnits)
    {
        BigInteger lots = BigInteger.DivRem(baseUnits, baseUnitsPerLot, out BigInteger rest);
        return rest.IsZero && lots <= long.MaxValue ? new QuantityLots((long)lots) : null;
    }

    /// <summary>Units of the quote token that a quantity is worth at a price.</summary>
    public BigInteger QuoteUnits(QuantityLots quantity, PriceTicks price, bool up)
    {
        BigInteger value = valueNumerator * quantity.Value * price.Value;
        return up ? ChainInteger.DivUp(value, valueDenominator) : value / valueDenominator;
    }

    /// <summary>The price in ticks at which a number of lots is worth an amount of the quote token.</summary>
    public BigInteger Ticks(BigInteger quoteUnits, BigInteger lots, bool up)
    {
        BigInteger value = quoteUnits * valueDenominator;
        return up ? ChainInteger.DivUp(value, valueNumerator * lots) : value / (valueNumerator * lots);
    }

    /// <summary>The average price of amounts that were exchanged, in the quote asset, to 28 digits.</summary>
    public decimal AveragePrice(BigInteger baseUnits, BigInteger quoteUnits)
    {
        // Twelve more digits than a tick has keep the value of a fill exact to far below a unit of any token.
        BigInteger scale = BigInteger.Pow(10, 12);
        (_, BigInteger tickScale) = Fraction(Instrument.TickSize);
        BigInteger whole = quoteUnits * baseScale * tickScale * scale / (baseUnits * quoteScale);
        return (decimal)whole / (decimal)(tickScale * scale);
    }

    /// <summary>A token amount as a decimal number of whole tokens; digits beyond the 28th are cut off.</summary>
    public static decimal Tokens(BigInteger units, int decimals)
    {
        BigInteger scale = BigInteger.Pow(10, decimals);
        BigInteger whole = BigInteger.DivRem(units, scale, out BigInteger rest);
        int digits = Math.Min(decimals, Math.Max(0, 28 - (int)whole.ToString(CultureInfo.InvariantCulture).Length));
        BigInteger cut = rest / BigInteger.Pow(10, decimals - digits);
        return (decimal)whole + ((decimal)cut / (decimal)BigInteger.Pow(10, digits));
    }

    private static (BigInteger Numerator, BigInteger Scale) Fraction(decimal value)
    {
        int scale = value.Scale;
        BigInteger power = BigInteger.Pow(10, scale);
        return ((BigInteger)decimal.Truncate(value) * power + (BigInteger)((value - decimal.Truncate(value)) * (decimal)power), power);
    }
}
