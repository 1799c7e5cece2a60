using MarginRouter.Core.Orders.Quotes;

namespace MarginRouter.Core.Orders;

/// <summary>
/// Writes a <see cref="ChildOrderId"/> as the client order id that venues see, and reads it back: tag, parent, attempt and leg in
/// base 36, for example <c>k3f1-1-0</c> with tag <c>k3f</c>. At most 18 characters (the shortest venue limit known: Kraken cl_ord_id
/// free text), letters and digits and hyphens only. The tag is drawn once per journal so that a new journal never repeats ids.
/// </summary>
public sealed class ClientOrderIdFormat
{
    /// <summary>Longest text produced.</summary>
    public const int MaximumLength = 18;

    private const string QuoteEnd = "-q";
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";

    /// <summary>Makes the format for one journal; the tag is three lower-case base-36 digits.</summary>
    public ClientOrderIdFormat(string tag)
    {
        if (tag.Length != 3 || !IsDigits(tag))
            throw new ArgumentException($"'{tag}' is not three lower-case base-36 digits", nameof(tag));
        Tag = tag;
    }

    /// <summary>The journal's tag.</summary>
    public string Tag { get; }

    /// <summary>Writes the id; throws <see cref="ArgumentOutOfRangeException"/> when it would exceed <see cref="MaximumLength"/>.</summary>
    public string Format(ChildOrderId id)
    {
        Span<char> text = stackalloc char[48];
        Tag.CopyTo(text);
        int length = Tag.Length;
        length += Write(id.Parent.Value, text[length..]);
        text[length++] = '-';
        length += Write(id.Attempt, text[length..]);
        text[length++] = '-';
        length += Write(id.Leg, text[length..]);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, MaximumLength, nameof(id));
        return new string(text[..length]);
    }

    /// <summary>Reads an id of this journal; false for any other text, for example an order placed by hand.</summary>
    public bool TryParse(ReadOnlySpan<char> text, out ChildOrderId id)
    {
        id = default;
        if (text.Length > MaximumLength || !text.StartsWith(Tag, StringComparison.Ordinal))
            return false;
        ReadOnlySpan<char> rest = text[Tag.Length..];
        int first = rest.IndexOf('-');
        int last = rest.LastIndexOf('-');
        if (first <= 0 || last <= first)
            return false;
        if (!TryRead(rest[..first], out long parent)
            || !TryRead(rest[(first + 1)..last], out long attempt)
            || !TryRead(rest[(last + 1)..], out long leg)
            || attempt > int.MaxValue
            || leg > int.MaxValue)
            return false;
        id = new ChildOrderId(new ParentOrderId(parent), (int)attempt, (int)leg);
        return true;
    }

    /// <summary>
    /// Writes the id of a request for quotes: tag, parent, round and number in base 36 and a closing <c>-q</c>, which no child's id has, for example
    /// <c>k3f1-1-0-q</c>; throws <see cref="ArgumentOutOfRangeException"/> when it would exceed <see cref="MaximumLength"/>.
    /// </summary>
    public string Format(QuoteRequestId id)
    {
        string text = Format(new ChildOrderId(id.Parent, id.Round, id.Number)) + QuoteEnd;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaximumLength, nameof(id));
        return text;
    }

    /// <summary>Reads an id of a request for quotes of this journal; false for any other text.</summary>
    public bool TryParseQuoteRequest(ReadOnlySpan<char> text, out QuoteRequestId id)
    {
        id = default;
        if (!text.EndsWith(QuoteEnd, StringComparison.Ordinal) || !TryParse(text[..^QuoteEnd.Length], out ChildOrderId child))
            return false;
        id = new QuoteRequestId(child.Parent, child.Attempt, child.Leg);
        return true;
    }

    private static bool IsDigits(string text)
    {
        foreach (char character in text)
        {
            if (!Digits.Contains(character, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private static int Write(long value, Span<char> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Span<char> reversed = stackalloc char[16];
        int length = 0;
        do
        {
            reversed[length++] = Digits[(int)(value % 36)];
            value /= 36;
        }
        while (value > 0);
        for (int i = 0; i < length; i++)
            target[i] = reversed[length - 1 - i];
        return length;
    }

    private static bool TryRead(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        if (text.IsEmpty || text.Length > 12 || (text.Length > 1 && text[0] == '0'))
            return false;
        foreach (char character in text)
        {
            int digit = Digits.IndexOf(character);
            if (digit < 0)
                return false;
            value = (value * 36) + digit;
        }

        return true;
    }
}
