namespace MarginRouter.Core.Margin.Rules;

/// <summary>What one margin calculation covers.</summary>
public enum MarginScope
{
    /// <summary>All positions share the account's equity.</summary>
    Cross = 1,

    /// <summary>Every position has a margin of its own and liquidates alone.</summary>
    Isolated = 2,
}
