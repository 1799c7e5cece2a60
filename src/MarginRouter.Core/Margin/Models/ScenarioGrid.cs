using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Limits;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Models;

/// <summary>
/// Scenario margin. It judges whole books (<see cref="Scenarios.ScenarioMargin"/>), but its requirement does not separate by
/// instrument as the limit frames of routing need: every frame is therefore unknown by name, so that nothing but a flattening order
/// is ever approved for such an account.
/// </summary>
internal sealed class ScenarioGrid : IFrameRules
{
    private readonly MarginRuleSet rules;

    public ScenarioGrid(MarginRuleSet rules) => this.rules = rules;

    /// <inheritdoc />
    public string RuleSet => rules.Name;

    /// <inheritdoc />
    public PositionKeeping Positions => rules.Positions;

    private Refusal NotRouted => new(RefusalReason.RuleSetMissing, $"head-room of the scenario margin {rules.Name}");

    /// <inheritdoc />
    public LimitFrame Open(ReferenceData reference, MarginAccount account, PriceVector prices, bool beyondTables)
    {
        LimitFrame frame = new(this, reference, account, prices, beyondTables);
        frame.Miss(NotRouted);
        return frame;
    }

    /// <inheritdoc />
    public Refusal? Add(LimitFrame frame, Instrument instrument, PositionSnapshot position) => NotRouted;
}
