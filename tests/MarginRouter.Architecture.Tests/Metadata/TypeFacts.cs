using System.Reflection;

namespace MarginRouter.Architecture.Tests.Metadata;

/// <summary>What the compiled metadata says about one top-level type, everything nested in it included.</summary>
internal sealed class TypeFacts(string space, string name, TypeAttributes attributes, string? baseType)
{
    /// <summary>Namespace.</summary>
    public string Space { get; } = space;

    /// <summary>Name without the number of type parameters.</summary>
    public string Name { get; } = name;

    public string FullName { get; } = $"{space}.{name}";

    public TypeAttributes Attributes { get; } = attributes;

    /// <summary>Full name of the base type, or null for an interface.</summary>
    public string? BaseType { get; } = baseType;

    /// <summary>Full names of all top-level types that this one names anywhere.</summary>
    public SortedSet<string> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>All members of other types that this one names, as Namespace.Type.member.</summary>
    public SortedSet<string> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of its own methods, properties, fields and nested types.</summary>
    public SortedSet<string> Own { get; } = new(StringComparer.Ordinal);

    /// <summary>Where it holds a double or a float: a field, a parameter, a local, a called member, an instruction.</summary>
    public SortedSet<string> FloatingPoint { get; } = new(StringComparer.Ordinal);

    /// <summary>Static fields that code can change.</summary>
    public SortedSet<string> MutableStatics { get; } = new(StringComparer.Ordinal);

    /// <summary>Classes, nested ones included, that are open for inheritance without being abstract.</summary>
    public SortedSet<string> OpenClasses { get; } = new(StringComparer.Ordinal);

    /// <summary>The named values of an enum, nested enums included: Enum.Name and number.</summary>
    public SortedDictionary<string, decimal> EnumValues { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of itself and of the types nested in it, as programmers wrote them.</summary>
    public SortedSet<string> WrittenNames { get; } = new(StringComparer.Ordinal);
}
