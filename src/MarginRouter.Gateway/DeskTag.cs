namespace MarginRouter.Gateway;

/// <summary>Our user-defined tags towards desks (FIX user range from 5000). The numbers are stable.</summary>
public static class DeskTag
{
    /// <summary>Price of the trade as the venue stated it, before conversion into the product's pricing asset.</summary>
    public const int NativePrice = 5100;

    /// <summary>Number of the refusal reason, see RefusalReason in Core.</summary>
    public const int RefusalReason = 5101;

    /// <summary>What is missing or binding.</summary>
    public const int RefusalSubject = 5102;

    /// <summary>What the rule asks for.</summary>
    public const int RefusalRequired = 5103;

    /// <summary>What there is.</summary>
    public const int RefusalAvailable = 5104;

    /// <summary>The configured limit.</summary>
    public const int RefusalThreshold = 5105;
}
