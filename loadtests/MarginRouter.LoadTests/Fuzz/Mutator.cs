using System.Text;

namespace MarginRouter.LoadTests.Fuzz;

/// <summary>
/// Damages messages: bits, bytes, cuts, numbers at their extremes, parts between commas doubled, dropped, swapped or taken from another
/// message, and broken escapes. One to three damages a message.
/// </summary>
internal sealed class Mutator(FuzzRandom random)
{
    private static readonly byte[][] Numbers =
    [
        .. new[]
        {
            "0", "-0", "-1", "1", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551616", "4294967296",
            "99999999999999999999999999999999", "0.00000000000000000000000000001", "0.000000000000000001", "1.0000000000000000000000000000000",
            "1e308", "1e-30", "1E18", "1e99", "-1e9", "1e999999999", "0x10", "NaN", "Infinity", "", ".", "-", "1.", ".5", "007", "1_000", " 5",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[][] Pieces =
    [
        .. new[] { "\\ud800", "\\u0000", "\\", "\"", "{", "}", "[", "]", ",", ":", "null", "true", "{}", "[]", "[[]]", "\u00ff", "\"a\":1,", "\ud7ff" }
            .Select(Encoding.UTF8.GetBytes),
    ];

    private readonly List<byte> text = [];

    /// <summary>A damaged copy of a message.</summary>
    /// <param name="original">The message.</param>
    /// <param name="other">Another one, from which parts may be taken.</param>
    public byte[] Mutate(byte[] original, byte[] other)
    {
        text.Clear();
        text.AddRange(original);
        int damages = 1 + random.Below(3);
        for (int i = 0; i < damages && text.Count > 0; i++)
            Damage(other);
        return [.. text];
    }

    private void Damage(byte[] other)
    {
        switch (random.Below(12))
        {
            case 0:
                for (int flips = 1 + random.Below(4); flips > 0; flips--)
                    text[random.Below(text.Count)] ^= (byte)(1 << random.Below(8));
                break;
            case 1:
                text.RemoveRange(text.Count - 1 - random.Below(text.Count), 1);
                break;
            case 2:
                int cut = random.Below(text.Count);
                text.RemoveRange(cut, text.Count - cut);
                break;
            case 3:
                text[random.Below(text.Count)] = (byte)random.Below(256);
                break;
            case 4 or 5 or 6:
                ReplaceNumber();
                break;
            case 7:
                (int from, int length) = Part();
                text.InsertRange(from, text.GetRange(from, length));
                break;
            case 8:
                (int start, int count) = Part();
                text.RemoveRange(start, count);
                break;
            case 9:
                SwapParts();
                break;
            case 10:
                text.InsertRange(random.Below(text.Count + 1), Pieces[random.Below(Pieces.Length)]);
                break;
            default:
                int at = random.Below(other.Length);
                text.InsertRange(random.Below(text.Count + 1), other.AsSpan(at, random.Below(other.Length - at) + 1).ToArray());
                break;
        }
    }

    private void ReplaceNumber()
    {
        int start = random.Below(text.Count);
        while (start < text.Count && !IsDigit(text[start]))
            start++;
        if (start == text.Count)
            return;
        while (start > 0 && (IsDigit(text[start - 1]) || text[start - 1] == '.'))
            start--;
        int end = start;
        while (end < text.Count && (IsDigit(text[end]) || text[end] == '.'))
            end++;
        if (random.OneIn(2))
        {
            text[start + random.Below(end - start)] = (byte)('0' + random.Below(10));
            return;
        }

        text.RemoveRange(start, end - start);
        text.InsertRange(start, Numbers[random.Below(Numbers.Length)]);
    }

    /// <summary>A stretch from behind one comma or bracket to behind a later comma.</summary>
    private (int Start, int Length) Part()
    {
        int start = random.Below(text.Count);
        while (start > 0 && text[start - 1] is not ((byte)',' or (byte)'[' or (byte)'{'))
            start--;
        int end = start;
        for (int commas = 1 + random.Below(3); end < text.Count && commas > 0; end++)
            commas -= text[end] == (byte)',' ? 1 : 0;
        return (start, end - start);
    }

    private void SwapParts()
    {
        (int first, int firstLength) = Part();
        (int second, int secondLength) = Part();
        if (first + firstLength > second)
            return;
        List<byte> moved = text.GetRange(second, secondLength);
        text.RemoveRange(second, secondLength);
        text.InsertRange(first, moved);
    }

    private static bool IsDigit(byte character) => character is >= (byte)'0' and <= (byte)'9';
}
