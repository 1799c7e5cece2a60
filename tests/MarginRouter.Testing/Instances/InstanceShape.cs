namespace MarginRouter.Testing.Instances;

/// <summary>What a random splitting instance looks like.</summary>
/// <param name="Venues">Number of venues.</param>
/// <param name="Accounts">Number of subaccounts.</param>
/// <param name="Levels">Levels of a book.</param>
/// <param name="HeadRoom">Margin head-room of all accounts together over the parent's quantity.</param>
/// <param name="HasChoices">True with pools, quotes that are taken whole, fixed costs, least sizes and, sometimes, a limit on children.</param>
public sealed record InstanceShape(int Venues, int Accounts, int Levels, double HeadRoom, bool HasChoices)
{
    /// <summary>Scenarios of each set.</summary>
    public int Scenarios { get; init; } = 9;

    /// <summary>True when every account lives on one venue.</summary>
    public bool IsSingleHome { get; init; }

    /// <summary>True when every account has scenario margin; otherwise a third has.</summary>
    public bool IsPortfolio { get; init; }
}
