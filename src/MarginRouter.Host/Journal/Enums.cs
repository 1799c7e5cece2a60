using System.Runtime.CompilerServices;

namespace MarginRouter.Host.Journal;

/// <summary>Reads enum values from a journal and refuses numbers that have no name.</summary>
internal static class Enums
{
    public static T Read<T>(byte number)
        where T : struct, Enum
    {
        int wide = number;
        T value = Unsafe.As<int, T>(ref wide);
        return Enum.IsDefined(value) ? value : throw new JournalFormatException($"{number} is no {typeof(T).Name}");
    }
}
