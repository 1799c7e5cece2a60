namespace MarginRouter.Core.Margin.Cliffs;

/// <summary>What changes on the way to a cliff.</summary>
public enum CliffPathKind
{
    /// <summary>The price of one underlying, all else unchanged.</summary>
    Price = 1,

    /// <summary>All prices together, money and stable coins unchanged.</summary>
    JointPrice = 2,

    /// <summary>The size of one position, by trades at its mark.</summary>
    Size = 3,
}
