namespace MarginRouter.Fix.Dictionaries;

/// <summary>A field's place in a <see cref="FixSection"/>.</summary>
/// <param name="Field">The field.</param>
/// <param name="Required">Whether the section must hold it.</param>
/// <param name="Group">What each entry holds when the field counts the entries of a repeating group; else null.</param>
public sealed record FixSectionMember(FixFieldDefinition Field, bool Required, FixSection? Group)
{
    /// <summary>Position in the section, from 0.</summary>
    internal int Ordinal { get; init; }
}
