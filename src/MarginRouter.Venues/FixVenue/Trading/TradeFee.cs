using MarginRouter.Core.Instruments;
using MarginRouter.Fix.Codec;
using MarginRouter.Venues.FixVenue.Dialects;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>The fee of a trade report: Commission (12) by CommType (13), the fees of the group 136, or the instrument's own schedule.</summary>
internal static class TradeFee
{
    private const int CommissionCurrency = 479;
    private static readonly int[] Entry = [FixTag.MiscFeeAmt, FixTag.MiscFeeCurr, FixTag.MiscFeeType];

    /// <summary>The fee with its asset; with fees in several assets that of the first, and <paramref name="several"/> is true.</summary>
    public static (decimal Fee, Asset Asset) Of(FixMessage message, Instrument instrument, (decimal Price, decimal Quantity) trade, FixReportDialect dialect, out bool several)
    {
        several = false;
        Asset asset = new(message.GetText(CommissionCurrency) ?? instrument.Settlement.Code);
        decimal value = trade.Price * trade.Quantity * instrument.Multiplier;
        if (message.TryGetDecimal(FixTag.Commission, out decimal commission))
        {
            // CommType (13): 1 per unit, 2 a percentage of the value, 3 (and when absent) an absolute amount.
            message.TryGetChar(FixTag.CommType, out char type);
            decimal amount = type switch
            {
                '1' => commission * trade.Quantity,
                '2' => commission / 100 * value,
                _ => commission,
            };
            return (amount, asset);
        }

        if (message.TryGetGroup(FixTag.NoMiscFees, Entry, out FixGroup fees))
            return Sum(fees, asset, out several);
        if (dialect.StatesFees)
            return (0, asset);
        bool added = message.TryGetInt(dialect.LiquidityTag, out int liquidity) && liquidity == 1;
        return (value * (added ? instrument.Fees.MakerRate : instrument.Fees.TakerRate), instrument.Settlement);
    }

    private static (decimal Fee, Asset Asset) Sum(FixGroup fees, Asset otherwise, out bool several)
    {
        several = false;
        decimal total = 0;
        string? currency = null;
        foreach (FixGroupEntry fee in fees)
        {
            string stated = fee.GetText(FixTag.MiscFeeCurr) ?? otherwise.Code;
            currency ??= stated;
            if (stated == currency)
                total += fee.TryGetDecimal(FixTag.MiscFeeAmt, out decimal amount) ? amount : 0;
            else
                several = true;
        }

        return (total, new Asset(currency ?? otherwise.Code));
    }
}
