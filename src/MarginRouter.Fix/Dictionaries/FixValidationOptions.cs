namespace MarginRouter.Fix.Dictionaries;

/// <summary>What received messages are checked against, and how strictly. What is not checked here reaches the application.</summary>
public sealed record FixValidationOptions
{
    /// <summary>Messages and fields. For FIXT 1.1 the application dictionary <see cref="FixDictionary.Within"/> the transport's.</summary>
    public required FixDictionary Dictionary { get; init; }

    /// <summary>The options that a degree of strictness stands for; null for none.</summary>
    public static FixValidationOptions? Of(FixDictionary dictionary, FixStrictness strictness) => strictness switch
    {
        FixStrictness.Strict => new FixValidationOptions { Dictionary = dictionary },
        FixStrictness.Lenient => new FixValidationOptions
        {
            Dictionary = dictionary,
            AllowUnknownMessages = true,
            AllowUnknownFields = true,
            CheckFieldOrder = false,
            CheckRequiredFields = false,
            CheckValues = false,
        },
        FixStrictness.Off => null,
    };

    /// <summary>
    /// FIXT 1.1: dictionaries of further application versions, by ApplVerID (1128), for messages that name another than the default. A
    /// version that is not here is refused.
    /// </summary>
    public IReadOnlyDictionary<string, FixDictionary> OtherVersions { get; init; } = new Dictionary<string, FixDictionary>();

    /// <summary>Take tags from 5000 that the dictionary does not know; the standard leaves them to the two sides.</summary>
    public bool AllowUserDefinedFields { get; init; } = true;

    /// <summary>Take types of two or three characters from U on that the dictionary does not know, unjudged; the standard leaves them to the two sides.</summary>
    public bool AllowUserDefinedMessages { get; init; } = true;

    /// <summary>Take every type that the dictionary does not know, unjudged, so that the reader can say what it does not support.</summary>
    public bool AllowUnknownMessages { get; init; }

    /// <summary>Take fields below 5000 that the dictionary does not know or not for this message.</summary>
    public bool AllowUnknownFields { get; init; }

    /// <summary>Ask for the fields that the dictionary calls required.</summary>
    public bool CheckRequiredFields { get; init; } = true;

    /// <summary>Ask for one of the values that the dictionary lists.</summary>
    public bool CheckValues { get; init; } = true;

    /// <summary>Ask for header before body before trailer, and for a group's entries to begin with its first field; else with whichever comes first.</summary>
    public bool CheckFieldOrder { get; init; } = true;
}
