using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Live;

/// <summary>A rule set whose file may not serve live: every account under it is unknown by name, so that only flattening orders pass.</summary>
internal sealed class ExpiredRules : IFrameRules
{
    private readonly MarginRuleSet rules;

    public ExpiredRules(MarginRuleSet rules) => this.rules = rules;

    /// <inheritdoc />
    public string RuleSet => rules.Name;

    /// <inheritdoc />
    public PositionKeeping Positions => rules.Positions;

    private Refusal Expired => new(RefusalReason.RuleSetExpired, $"{rules.Name} of {rules.AsOf:yyyy-MM-dd}");

    /// <inheritdoc />
    public LimitFrame Open(ReferenceData reference, MarginAccount account, PriceVector prices, bool beyondTables)
    {
        LimitFrame frame = new(this, reference, account, prices, beyondTables);
        frame.Miss(Expired);
        return frame;
    }

    /// <inheritdoc />
    public Refusal? Add(LimitFrame frame, Instrument instrument, PositionSnapshot position) => Expired;
}
