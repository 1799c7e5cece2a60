namespace MarginRouter.Core.Margin.Cliffs;

/// <summary>A place near today's state where utilisation jumps or its slope breaks.</summary>
public sealed record MarginCliff
{
    /// <summary>What changes on the way there.</summary>
    public required CliffPathKind Path { get; init; }

    /// <summary>The underlying or instrument that changes; "all" for prices together.</summary>
    public required string Subject { get; init; }

    /// <summary>Relative change at which it lies, negative for a fall; its place is exact to a millionth.</summary>
    public required decimal At { get; init; }

    /// <summary>Why.</summary>
    public required CliffCause Cause { get; init; }

    /// <summary>Which: instrument, asset or underlying, with the bound that is crossed where there is one.</summary>
    public required string Where { get; init; }

    /// <summary>Utilisation on the near side; null with equity at or below zero.</summary>
    public required decimal? Near { get; init; }

    /// <summary>Utilisation on the far side; null where it is not known or equity is at or below zero.</summary>
    public required decimal? Far { get; init; }

    /// <summary>Jump of the requirement, far less near, in the account's currency; zero where only the slope breaks.</summary>
    public required decimal RequirementJump { get; init; }

    /// <summary>Jump of equity, far less near.</summary>
    public required decimal EquityJump { get; init; }

    /// <summary>Change of utilisation per per cent further away from today, on the near side; null where it is not known.</summary>
    public required decimal? NearSlope { get; init; }

    /// <summary>The same on the far side.</summary>
    public required decimal? FarSlope { get; init; }

    /// <summary>Jump of the least initial margin, because the far row allows less leverage than is chosen; zero else.</summary>
    public decimal InitialJump { get; init; }

    /// <summary>True when something jumps; false when only the slope breaks.</summary>
    public bool IsJump => RequirementJump != 0m || EquityJump != 0m || Cause == CliffCause.RulesEnd;
}
