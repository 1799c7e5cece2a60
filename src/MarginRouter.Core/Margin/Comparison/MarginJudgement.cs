namespace MarginRouter.Core.Margin.Comparison;

/// <summary>How a rule set is applied to a book when models are compared.</summary>
public enum MarginJudgement
{
    /// <summary>As the venue does: the rule set judges the account as it is.</summary>
    Whole = 1,

    /// <summary>Every position alone, requirements added up, equity shared: the same rules without any offset.</summary>
    Summed = 2,

    /// <summary>Every position alone with its own initial margin put aside: the same rules, isolated.</summary>
    Apart = 3,
}
