namespace MarginRouter.LoadTests.Wire;

/// <summary>
/// The running number of an order in its ids. Child ids are three characters of tag and the parent's number in base 36, up to a hyphen,
/// whoever writes them; the relay passes on what the client wrote, so the client writes the same form.
/// </summary>
internal static class OrderNumber
{
    private const int TagLength = 3;

    /// <summary>Longest text produced.</summary>
    public const int MaximumLength = 24;

    /// <summary>Writes the id of order <paramref name="number"/>, from 1; returns its length.</summary>
    public static int Write(long number, Span<byte> target)
    {
        "ldt"u8.CopyTo(target);
        int digits = 1;
        for (long rest = number / 36; rest > 0; rest /= 36)
            digits++;
        for (int i = TagLength + digits - 1; i >= TagLength; i--)
        {
            (number, long digit) = Math.DivRem(number, 36);
            target[i] = (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
        }

        "-1-0"u8.CopyTo(target[(TagLength + digits)..]);
        return TagLength + digits + 4;
    }

    /// <summary>Reads the number out of an id; 0 when it has another form.</summary>
    public static long Read(ReadOnlySpan<byte> id)
    {
        int end = id.IndexOf((byte)'-');
        if (end <= TagLength)
            return 0;
        long number = 0;
        foreach (byte character in id[TagLength..end])
        {
            int digit = character switch
            {
                >= (byte)'0' and <= (byte)'9' => character - '0',
                >= (byte)'a' and <= (byte)'z' => character - 'a' + 10,
                _ => -1,
            };
            if (digit < 0)
                return 0;
            number = (number * 36) + digit;
        }

        return number;
    }
}
