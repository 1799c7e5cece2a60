namespace MarginRouter.Core.Margin;

/// <summary>What an account that is over a limit may still do (design decision 3).</summary>
public enum BreachPolicy
{
    /// <summary>No limit's excess rises, utilisation does not rise, liquidation comes no nearer, no position grows or crosses flat; the live default.</summary>
    ReduceOnly = 1,

    /// <summary>Only: no limit's excess rises; the oracle's rule.</summary>
    Oracle = 2,
}
