namespace MarginRouter.Fix.Dictionaries;

/// <summary>How strictly a session judges messages by its dictionary.</summary>
public enum FixStrictness
{
    /// <summary>Every check of <see cref="FixValidationOptions"/>; fields from tag 5000 that the dictionary does not know are the two sides' own.</summary>
    Strict = 1,

    /// <summary>
    /// Forms of values and the structure of groups are judged. Types and fields that the dictionary does not know, or not for the message, are
    /// taken, in groups too; header fields may stand in the body; what must be
    /// there, and which of a field's values, is the reader's to say.
    /// </summary>
    Lenient = 2,

    /// <summary>No check; whoever reads the message judges what it needs.</summary>
    Off = 3,
}
