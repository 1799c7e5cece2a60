using System.Collections.Immutable;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Gateway.Versions;

namespace MarginRouter.Host.Configuration;

/// <summary>Reads <c>gateway.dictionaries</c>: files in QuickFIX XML form, one for each version whose messages are to be judged.</summary>
internal static class DictionariesReader
{
    public static ImmutableDictionary<DeskVersion, FixDictionary> Read(JsonSection section)
    {
        ImmutableDictionary<DeskVersion, FixDictionary>.Builder read = ImmutableDictionary.CreateBuilder<DeskVersion, FixDictionary>();
        FixDictionary? transport = ReadFile(section, "transport");
        foreach (DeskVersion version in Enum.GetValues<DeskVersion>())
        {
            FixDictionary? dictionary = ReadFile(section, JsonSection.CamelCase(version.ToString()));
            if (dictionary is null)
                continue;
            bool needsTransport = version == DeskVersion.Fix50Sp2;
            if (needsTransport && transport is null)
                section.Errors.Add($"{section.Place}.transport", "is missing: FIX 5.0 SP2 needs the dictionary of FIXT 1.1 beside its own");
            else
                read.Add(version, needsTransport ? dictionary.Within(transport!) : dictionary);
        }

        section.Close();
        return read.ToImmutable();
    }

    private static FixDictionary? ReadFile(JsonSection section, string member)
    {
        if (section.OptionalText(member) is not { } file)
            return null;
        try
        {
            return FixDictionaryReader.ReadFile(file);
        }
        catch (FixDictionaryException error)
        {
            section.Errors.Add($"{section.Place}.{member}", error.Message);
            return null;
        }
    }
}
