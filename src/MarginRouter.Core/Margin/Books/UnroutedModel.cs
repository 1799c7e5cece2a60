using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Books;

/// <summary>A rule set that is evaluated as a book only: every question of a route is refused by its name.</summary>
internal sealed class UnroutedModel : IMarginModel
{
    private readonly MarginRuleSet rules;

    public UnroutedModel(MarginRuleSet rules) => this.rules = rules;

    /// <inheritdoc />
    public string RuleSet => rules.Name;

    /// <inheritdoc />
    public PositionKeeping Positions => rules.Positions;

    private Refusal Refused => new(RefusalReason.RuleSetMissing, $"{rules.Name} for routing");

    LimitFrame IMarginModel.Open(ReferenceData reference, MarginAccount account, PriceVector prices, bool beyondTables)
    {
        LimitFrame frame = new(this, reference, account, prices, beyondTables);
        frame.Miss(Refused);
        return frame;
    }

    Refusal? IMarginModel.Add(LimitFrame frame, Instrument instrument, PositionSnapshot position) => Refused;
}
