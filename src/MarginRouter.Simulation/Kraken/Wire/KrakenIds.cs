namespace MarginRouter.Simulation.Kraken.Wire;

/// <summary>
/// Writes the venue's numbers as ids in its form: a letter for the kind, then upper-case letters and digits in groups of six, five
/// and six, for example O00000-00000-000LFLT.
/// </summary>
internal static class KrakenIds
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>The id of an order.</summary>
    public static string Order(long number) => Write('O', number);

    /// <summary>The id of a trade or a position.</summary>
    public static string Trade(long number) => Write('T', number);

    /// <summary>The id of a ledger entry.</summary>
    public static string Ledger(long number) => Write('L', number);

    private static string Write(char kind, long number)
    {
        Span<char> text = stackalloc char[19];
        text.Fill('0');
        text[0] = kind;
        text[6] = '-';
        text[12] = '-';
        int position = text.Length - 1;
        for (long rest = number; rest > 0; rest /= Digits.Length)
        {
            if (text[position] == '-')
                position--;
            text[position--] = Digits[(int)(rest % Digits.Length)];
        }

        return new string(text);
    }
}
