using System.Collections.Frozen;

namespace MarginRouter.Fix.Dictionaries;

/// <summary>The fields of a header, a trailer, a message's body, or one entry of a repeating group, in the order of the dictionary.</summary>
public sealed class FixSection
{
    /// <summary>More members would not fit the bits in which a validator notes what it has seen.</summary>
    internal const int MaximumMembers = 1024;

    private readonly FrozenDictionary<int, FixSectionMember> _members;
    private readonly FixSectionMember[] _required;

    /// <summary>Describes a section.</summary>
    /// <param name="name">Of the message or group, for messages to people.</param>
    /// <param name="members">Its fields, each once.</param>
    /// <exception cref="ArgumentException">A field comes twice, or there are more than 1,024.</exception>
    public FixSection(string name, IReadOnlyList<FixSectionMember> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count > MaximumMembers)
            throw new ArgumentException($"{name} has {members.Count} fields; at most {MaximumMembers} are taken", nameof(members));
        Name = name;
        Members = [.. members.Select((member, ordinal) => member with { Ordinal = ordinal })];
        _members = Members.ToFrozenDictionary(member => member.Field.Tag);
        _required = [.. Members.Where(member => member.Required)];
    }

    /// <summary>Of the message or group.</summary>
    public string Name { get; }

    /// <summary>All fields in order. The first one of a group's entry is its delimiter.</summary>
    public IReadOnlyList<FixSectionMember> Members { get; }

    /// <summary>Those that must be there, in order.</summary>
    internal ReadOnlySpan<FixSectionMember> Required => _required;

    /// <summary>64-bit words that hold one bit a member.</summary>
    internal int Words => (Members.Count + 63) / 64;

    /// <summary>The member with a tag, or null.</summary>
    public FixSectionMember? Find(int tag) => _members.GetValueOrDefault(tag);
}
