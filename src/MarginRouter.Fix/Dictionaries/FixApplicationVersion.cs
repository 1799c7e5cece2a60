namespace MarginRouter.Fix.Dictionaries;

/// <summary>Values of ApplVerID (1128) and DefaultApplVerID (1137).</summary>
public static class FixApplicationVersion
{
    /// <summary>FIX 4.2.</summary>
    public const string Fix42 = "4";

    /// <summary>FIX 4.4.</summary>
    public const string Fix44 = "6";

    /// <summary>FIX 5.0 SP2.</summary>
    public const string Fix50Sp2 = "9";

    /// <summary>The value that a version's name stands for, as it or as the value itself, such as <c>FIX.5.0SP2</c> or <c>9</c>; null for none that is spoken here.</summary>
    public static string? Of(string name) => name switch
    {
        "4" or "FIX.4.2" => Fix42,
        "6" or "FIX.4.4" => Fix44,
        "9" or "FIX.5.0SP2" => Fix50Sp2,
        _ => null,
    };
}
