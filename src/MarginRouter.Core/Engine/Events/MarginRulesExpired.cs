namespace MarginRouter.Core.Engine.Events;

/// <summary>The file of a rule set may not serve live any more (or never did): until its venue sends tables it refuses by name.</summary>
/// <param name="RuleSet">Name of the rule set.</param>
public sealed record MarginRulesExpired(string RuleSet) : InboundEvent;
