using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Limits;

/// <summary>A margin model whose limits are affine pieces.</summary>
internal sealed class FrameModel : IMarginModel
{
    private readonly IFrameRules rules;

    public FrameModel(IFrameRules rules) => this.rules = rules;

    /// <inheritdoc />
    public string RuleSet => rules.RuleSet;

    /// <inheritdoc />
    public PositionKeeping Positions => rules.Positions;

    IAccountLimits IMarginModel.Limits(AccountQuestion question) => new FrameLimits(rules, question);

    MarginAssessment? IMarginModel.Assess(
        AccountQuestion question, ReadOnlySpan<PendingFill> fills, ReadOnlySpan<PendingFill> orders, out Refusal? refusal)
    {
        LimitFrame frame = Open(question);
        SlotFill[] done = Place(frame, fills);
        SlotFill[] open = Place(frame, orders);
        refusal = frame.Unknown;
        return refusal is null ? frame.Assess(done, open) : null;
    }

    decimal? IMarginModel.LiquidationPrice(AccountQuestion question, InstrumentId instrument)
    {
        LimitFrame frame = Open(question);
        return frame.Unknown is not null || frame.Position(instrument).Quantity.IsFlat || frame.Maintenance is null
            ? null
            : LiquidationMove.Price(rules, question.Reference, frame, question.Reference[instrument]);
    }

    decimal? IMarginModel.LiquidationDistance(AccountQuestion question)
    {
        LimitFrame frame = Open(question);
        return frame.Unknown is not null || frame.Maintenance is null
            ? null
            : LiquidationMove.Distance(rules, question.Reference, frame);
    }

    decimal? IMarginModel.Excess(AccountQuestion question)
    {
        LimitFrame frame = Open(question);
        if (frame.Unknown is not null)
            return null;
        return frame.Maintenance is null || LiquidationMove.Requirement(frame) == 0m ? -1m : LiquidationMove.Excess(frame);
    }

    private static SlotFill[] Place(LimitFrame frame, ReadOnlySpan<PendingFill> fills)
    {
        SlotFill[] placed = new SlotFill[fills.Length];
        for (int i = 0; i < fills.Length; i++)
        {
            int slot = frame.Slot(fills[i].Instrument, out Refusal? missing);
            if (missing is not null)
                frame.Miss(missing);
            else
                placed[i] = new SlotFill(slot, frame[slot].Terms(fills[i]));
        }

        return placed;
    }

    private LimitFrame Open(AccountQuestion question) =>
        rules.Open(question.Reference, question.Account, question.Prices, question.BeyondTables);
}
