namespace MarginRouter.Core.Margin.Rules;

/// <summary>For what a venue applies a collateral table; elsewhere the asset counts in full.</summary>
[Flags]
public enum HaircutPurposes
{
    /// <summary>What initial margin may use.</summary>
    Initial = 1,

    /// <summary>Equity against the maintenance requirement.</summary>
    Maintenance = 2,

    /// <summary>What further borrowing is granted by, where a mode has no initial margin but a level down to which it lends.</summary>
    Borrow = 4,

    /// <summary>All of them.</summary>
    All = Initial | Maintenance | Borrow,
}
