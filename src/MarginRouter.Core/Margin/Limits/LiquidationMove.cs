using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Limits;

/// <summary>
/// How far one underlying must move, all else unchanged, until the maintenance requirement reaches equity. Requirement less equity
/// is convex in the price factor for every model whose requirement is a maximum of affine pieces, so there is at most one such price
/// below and one above today's, and Newton's steps from the far end come down to it without crossing it.
/// </summary>
internal static class LiquidationMove
{
    private const decimal NearZero = 0.000000001m;
    private const decimal FarUp = 1000m;
    private const int MaximumSteps = 60;
    private const decimal Close = 0.000000000001m;

    /// <summary>Smallest relative move of one held underlying that liquidates; zero when it is due already; null when none does.</summary>
    public static decimal? Distance(IFrameRules model, ReferenceData reference, LimitFrame frame)
    {
        if (Excess(frame) >= 0m)
            return Requirement(frame) > 0m ? 0m : null;
        decimal? nearest = null;
        for (int i = 0; i < frame.SlotCount; i++)
        {
            if (frame[i].Held == 0m)
                continue;
            Asset underlying = frame[i].Instrument.Base;
            if (Find(model, reference, frame, underlying, NearZero) is { } down)
                nearest = Math.Min(nearest ?? decimal.MaxValue, 1m - down);
            if (Find(model, reference, frame, underlying, FarUp) is { } up)
                nearest = Math.Min(nearest ?? decimal.MaxValue, up - 1m);
        }

        return nearest;
    }

    /// <summary>The price factor of an underlying between 1 and a far end at which the account liquidates; null when it does not on that way.</summary>
    public static decimal? Find(IFrameRules model, ReferenceData reference, LimitFrame frame, Asset underlying, decimal far) =>
        Root(factor => Excess(model, reference, frame, frame.Prices.Moved(reference, underlying, factor)), far);

    /// <summary>The price of one instrument at which the account liquidates, all other prices unchanged; null when there is none.</summary>
    public static decimal? Price(IFrameRules model, ReferenceData reference, LimitFrame frame, Instrument instrument)
    {
        decimal mark = frame.Prices.Mark(instrument.Id)!.Value.Value;
        decimal Value(decimal factor) =>
            Excess(model, reference, frame, frame.Prices.WithMark(instrument.Id, mark * factor));

        if (Excess(frame) >= 0m)
            return mark;
        decimal? down = Root(Value, NearZero);
        decimal? up = Root(Value, FarUp);
        decimal? nearest = (down, up) switch
        {
            ({ } below, { } above) => 1m - below <= above - 1m ? below : above,
            _ => down ?? up,
        };
        return nearest * mark;
    }

    /// <summary>Requirement less equity; above or at zero with a requirement liquidates.</summary>
    public static decimal Excess(LimitFrame frame) => Requirement(frame) - frame.Equity;

    /// <summary>The maintenance requirement of what is held.</summary>
    public static decimal Requirement(LimitFrame frame)
    {
        decimal requirement = 0m;
        for (int slot = 0; slot < frame.SlotCount; slot++)
            requirement += frame.Maintenance?.At(slot, frame[slot].Held, [], []) ?? 0m;
        return requirement;
    }

    private static decimal? Root(Func<decimal, decimal> excess, decimal far)
    {
        decimal factor = far;
        decimal value = excess(factor);
        if (value <= 0m)
            return null;
        for (int step = 0; step < MaximumSteps && value > 0m; step++)
        {
            decimal aside = factor + ((1m - factor) * 0.000001m);
            decimal slope = (excess(aside) - value) / (aside - factor);
            if (slope == 0m)
                break;
            decimal next = factor - (value / slope);
            if (Math.Abs(next - factor) < Close)
                return next;
            factor = next;
            value = excess(factor);
        }

        return factor;
    }

    private static decimal Excess(IFrameRules model, ReferenceData reference, LimitFrame frame, PriceVector prices) =>
        Excess(model.Open(reference, frame.Account, prices, beyondTables: true));
}
