namespace MarginRouter.Core.Margin.States;

/// <summary>A part of an account that is liquidated for itself: the account, an isolated position, or the positions of one coin.</summary>
/// <param name="Subject">Which part.</param>
/// <param name="Requirement">What equity must exceed.</param>
/// <param name="Equity">Its equity.</param>
internal readonly record struct PartReading(string Subject, decimal Requirement, decimal Equity)
{
    /// <summary>Requirement over equity; zero without a requirement, null when equity is gone.</summary>
    public decimal? Utilisation => Requirement == 0m ? 0m : Equity > 0m ? Requirement / Equity : null;

    /// <summary>Requirement less a share of equity.</summary>
    public decimal Against(decimal weight) => Requirement - (weight * Equity);
}
