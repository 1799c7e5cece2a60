using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.States;

/// <summary>A margin model that judges an account as a whole.</summary>
internal sealed class StateModel : IMarginModel
{
    private readonly IStateRules rules;

    public StateModel(IStateRules rules) => this.rules = rules;

    /// <inheritdoc />
    public string RuleSet => rules.Rules.Name;

    /// <inheritdoc />
    public PositionKeeping Positions => rules.Rules.Positions;

    IAccountLimits IMarginModel.Limits(AccountQuestion question) => new StateLimits(rules, question);

    MarginAssessment? IMarginModel.Assess(
        AccountQuestion question, ReadOnlySpan<PendingFill> fills, ReadOnlySpan<PendingFill> orders, out Refusal? refusal)
    {
        StateWalk walk = new(rules.Open(question), question);
        refusal = walk.Unknown;
        if (refusal is not null)
            return null;
        refusal = walk.Place(fills);
        StateFill[] done = [.. walk.Candidates];
        refusal ??= walk.Place(orders);
        return refusal is null ? walk.Margin.Assess(done, walk.Candidates, out refusal) : null;
    }

    decimal? IMarginModel.LiquidationPrice(AccountQuestion question, InstrumentId instrument) =>
        rules.Open(question).Unknown is null ? StateLiquidation.Price(rules, question, question.Reference[instrument]) : null;

    decimal? IMarginModel.LiquidationDistance(AccountQuestion question) =>
        rules.Open(question).Unknown is null ? StateLiquidation.Distance(rules, question) : null;

    decimal? IMarginModel.Excess(AccountQuestion question) => StateLiquidation.Excess(rules, question);
}
