namespace MarginRouter.Core.Margin.Reconciliation;

/// <summary>What a comparison changed about an account.</summary>
public enum AgreementChange
{
    /// <summary>Nothing.</summary>
    None = 1,

    /// <summary>It may only reduce from now on.</summary>
    TurnedReduceOnly = 2,

    /// <summary>It may add risk again.</summary>
    Freed = 3,
}
