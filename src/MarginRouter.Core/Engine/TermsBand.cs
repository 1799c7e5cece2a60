using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>
/// Whether the terms or fees that a venue states may be those of the instrument that is configured. What lies outside is a misread answer, a
/// mistake of the venue or another contract under the same name: it is never applied. Venues change price steps by factors of ten at most and
/// minimums rarely by more; fees by a few basis points.
/// </summary>
internal static class TermsBand
{
    private const decimal Factor = 100m;
    private const decimal HighestFee = 0.01m;
    private const decimal FeeStep = 0.001m;

    /// <summary>The first thing that is wrong with terms; null when they may be taken.</summary>
    public static Refusal? Judge(Instrument used, InstrumentTerms stated)
    {
        if (stated.TickSize <= 0m || stated.LotSize <= 0m || stated.MinimumQuantity < 0m || stated.MinimumNotional < 0m)
            return Refused(used, "a step that is not positive or a minimum below zero", Math.Min(stated.TickSize, stated.LotSize), null);
        if (stated.Multiplier is { } multiplier && multiplier != used.Multiplier)
            return Refused(used, "another multiplier: what is held is counted by the old one", multiplier, used.Multiplier);
        if (stated.LotSize != used.LotSize)
            return Refused(used, "another lot: the router counts positions and orders in the old one until it starts with the new one", stated.LotSize, used.LotSize);
        if (Beyond(stated.TickSize, used.TickSize))
            return Refused(used, "price step changes too much", stated.TickSize, used.TickSize);
        if (stated.MinimumQuantity is { } least && Beyond(Math.Max(least, used.LotSize), used.Quantity(used.MinimumQuantity)))
            return Refused(used, "least quantity changes too much", least, used.Quantity(used.MinimumQuantity));
        return stated.MinimumNotional is > 0m and { } value && used.MinimumNotional > 0m && Beyond(value, used.MinimumNotional)
            ? Refused(used, "least value changes too much", value, used.MinimumNotional)
            : null;
    }

    /// <summary>What is wrong with a taker fee; null when it may be taken.</summary>
    public static Refusal? Judge(string account, Instrument instrument, decimal stated, decimal used)
    {
        decimal highest = Math.Min(HighestFee, Math.Max(3m * used, used + FeeStep));
        return stated >= 0m && stated <= highest
            ? null
            : new Refusal(RefusalReason.FeeRatesRefused, $"taker fee of {account} on {instrument.Symbol}", stated, used, highest);
    }

    private static bool Beyond(decimal now, decimal before) => now > before * Factor || now * Factor < before;

    private static Refusal Refused(Instrument used, string what, decimal found, decimal? wanted) =>
        new(RefusalReason.InstrumentTermsRefused, $"{used.Symbol}: {what}", found, wanted);
}
