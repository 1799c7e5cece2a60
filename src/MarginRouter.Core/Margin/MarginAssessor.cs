using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin;

/// <summary>Margin as a pure function of account, hypothetical fills, open orders and prices (design decision 2).</summary>
public static class MarginAssessor
{
    /// <summary>Assesses one state. Stress is the same call with another price vector.</summary>
    /// <param name="reference">Instruments.</param>
    /// <param name="model">The rules of the account.</param>
    /// <param name="account">Its balances and positions.</param>
    /// <param name="fills">Fills that are taken as done, each at its limit price plus taker fee.</param>
    /// <param name="orders">Orders that are taken as open.</param>
    /// <param name="prices">Valuation prices.</param>
    /// <param name="refusal">The first figure that is missing; null when the result is not null.</param>
    /// <returns>The margin, or null.</returns>
    public static MarginAssessment? Assess(
        ReferenceData reference,
        IMarginModel model,
        MarginAccount account,
        ReadOnlySpan<PendingFill> fills,
        ReadOnlySpan<PendingFill> orders,
        PriceVector prices,
        out Refusal? refusal) =>
        model.Assess(Ask(reference, account, prices), fills, orders, out refusal);

    /// <summary>
    /// The mark of one held instrument at which the account is liquidated, all other prices unchanged; today's mark when that is due
    /// already; null when nothing is held, when margin is unknown, or when no price liquidates.
    /// </summary>
    public static decimal? LiquidationPrice(
        ReferenceData reference,
        IMarginModel model,
        MarginAccount account,
        InstrumentId instrument,
        PriceVector prices) =>
        model.LiquidationPrice(Ask(reference, account, prices), instrument);

    /// <summary>
    /// Smallest relative move of one underlying, others unchanged, that liquidates the account (0.1 = 10 per cent); zero when it is due
    /// already; null when margin is unknown or no move does.
    /// </summary>
    public static decimal? LiquidationDistance(ReferenceData reference, IMarginModel model, MarginAccount account, PriceVector prices) =>
        model.LiquidationDistance(Ask(reference, account, prices));

    /// <summary>
    /// The least share of a joint move that liquidates the account (1 is the whole of it, more is beyond it); zero when that is due
    /// already; null when margin is unknown on the way or no share does. One plus the share is walked in stretches of 3 %, each read at five
    /// points. A stretch passes when the sum of a constant, a straight and an inverse line fits it to a trillionth and has no root there:
    /// exact for everything but options. Else it passes only when four times the error of that fit is less than the least distance of the
    /// fit from zero, and is halved otherwise, down to a millionth. So what can be passed over is a liquidated band narrower than a
    /// millionth, one that begins and ends between two of the five points (a quarter of a stretch) without moving any of them, and, with
    /// options, one where their value between the points leaves the fit by more than four times what it does at them.
    /// </summary>
    public static decimal? LiquidationShare(
        ReferenceData reference, IMarginModel model, MarginAccount account, PriceVector prices, JointMove move) =>
        JointLiquidation.Share(model, Ask(reference, account, prices), move);

    private static AccountQuestion Ask(ReferenceData reference, MarginAccount account, PriceVector prices) =>
        new(reference, account, [], prices, FillStatePolicy.Final);
}
