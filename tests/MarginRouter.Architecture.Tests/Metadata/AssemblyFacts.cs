using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace MarginRouter.Architecture.Tests.Metadata;

/// <summary>What a compiled assembly says about itself, read without loading it.</summary>
internal sealed class AssemblyFacts
{
    private AssemblyFacts(string name, ImmutableArray<string> references, ImmutableArray<TypeFacts> types, ImmutableArray<string> texts)
    {
        Name = name;
        References = references;
        Types = types;
        Texts = texts;
    }

    /// <summary>File name without extension.</summary>
    public string Name { get; }

    /// <summary>Names of the assemblies that it refers to.</summary>
    public ImmutableArray<string> References { get; }

    /// <summary>Its top-level types that programmers wrote.</summary>
    public ImmutableArray<TypeFacts> Types { get; }

    /// <summary>Its text literals and all names in it.</summary>
    public ImmutableArray<string> Texts { get; }

    /// <summary>Reads an assembly that stands beside the tests.</summary>
    public static AssemblyFacts Read(string name)
    {
        using FileStream stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, name + ".dll"));
        using PEReader file = new(stream);
        MetadataReader reader = file.GetMetadataReader();
        Dictionary<string, TypeFacts> types = new(StringComparer.Ordinal);
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            string owner = NamedTypes.NameOf(reader, handle);
            if (Written(owner[(owner.LastIndexOf('.') + 1)..]))
                new TypeInspection(file, reader, types).Inspect(handle);
        }

        return new AssemblyFacts(
            name,
            [.. reader.AssemblyReferences.Select(handle => reader.GetString(reader.GetAssemblyReference(handle).Name))],
            [.. types.Values.OrderBy(type => type.FullName, StringComparer.Ordinal)],
            [.. ReadTexts(reader)]);
    }

    /// <summary>False for the names that the compiler makes.</summary>
    public static bool Written(string name) => !name.Contains('<', StringComparison.Ordinal);

    private static IEnumerable<string> ReadTexts(MetadataReader reader)
    {
        for (UserStringHandle text = MetadataTokens.UserStringHandle(1); !text.IsNil; text = reader.GetNextHandle(text))
            yield return reader.GetUserString(text);
        for (StringHandle text = MetadataTokens.StringHandle(1); !text.IsNil; text = reader.GetNextHandle(text))
            yield return reader.GetString(text);
    }
}
