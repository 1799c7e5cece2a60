using System.Globalization;
using System.Text;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue.Dialects;

namespace MarginRouter.Venues.FixVenue.Trading;

/// <summary>
/// The ids of our orders and requests as a venue takes them, and which child an id belongs to. As text: the child's own id, and for requests
/// the same with an underscore, a mark and the time behind it. As UUID of version 4: 48 bits of time in units of ten microseconds, always
/// rising, then 74 bits of journal tag, parent, attempt, leg and kind.
/// </summary>
internal sealed class WireIds(ClientOrderIdFormat ids, FixOrderIdForm form, VenueClock clock)
{
    private const string Marks = "_ocrq";
    private const int UuidLength = 36;
    private const int ParentBits = 34;
    private const int AttemptBits = 12;
    private const int LegBits = 8;
    private const int KindBits = 4;
    private readonly UInt128 tag = (UInt128)TagNumber(ids.Tag);
    private long lastUnit;

    /// <summary>A new id; null when the child's numbers do not fit the form.</summary>
    public string? New(ChildOrderId child, WireIdKind kind) => form switch
    {
        FixOrderIdForm.Text when kind == WireIdKind.Order => ids.Format(child),
        FixOrderIdForm.Text => $"{ids.Format(child)}_{Marks[(int)kind]}{Base36(NextUnit())}",
        FixOrderIdForm.TimeUuid => Uuid(child, kind),
    };

    /// <summary>The child of an id, and what the id stands for; false for an id that is not ours.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out ChildOrderId child, out WireIdKind kind)
    {
        child = default;
        kind = default;
        Span<char> characters = stackalloc char[FixOrderDialect.LongestText + UuidLength];
        if (text.Length > characters.Length)
            return false;
        ReadOnlySpan<char> id = characters[..Encoding.Latin1.GetChars(text, characters)];
        return form switch
        {
            FixOrderIdForm.Text => TryParseText(id, out child, out kind),
            FixOrderIdForm.TimeUuid => TryParseUuid(id, out child, out kind),
        };
    }

    private bool TryParseText(ReadOnlySpan<char> id, out ChildOrderId child, out WireIdKind kind)
    {
        int mark = id.IndexOf('_');
        kind = mark < 0 ? WireIdKind.Order : mark + 1 < id.Length ? (WireIdKind)Marks.IndexOf(id[mark + 1], StringComparison.Ordinal) : default;
        bool isKnown = Enum.IsDefined(kind);
        return ids.TryParse(mark < 0 ? id : id[..mark], out child) && isKnown;
    }

    private bool TryParseUuid(ReadOnlySpan<char> id, out ChildOrderId child, out WireIdKind kind)
    {
        child = default;
        kind = default;
        Span<char> digits = stackalloc char[UuidLength];
        int count = 0;
        foreach (char character in id)
        {
            if (character != '-')
                digits[count++] = character;
        }

        if (count != 32 || !UInt128.TryParse(digits[..count], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out UInt128 value))
            return false;
        UInt128 rest = (((value >> 64) & 0xFFF) << 62) | (value & ((UInt128.One << 62) - 1));
        kind = (WireIdKind)(int)(rest & Ones(KindBits));
        int leg = (int)((rest >> KindBits) & Ones(LegBits));
        int attempt = (int)((rest >> (KindBits + LegBits)) & Ones(AttemptBits));
        long parent = (long)((rest >> (KindBits + LegBits + AttemptBits)) & Ones(ParentBits));
        child = new ChildOrderId(new ParentOrderId(parent), attempt, leg);
        return rest >> (KindBits + LegBits + AttemptBits + ParentBits) == tag && Enum.IsDefined(kind);
    }

    private string? Uuid(ChildOrderId child, WireIdKind kind)
    {
        if (child.Parent.Value >> ParentBits != 0 || child.Attempt >> AttemptBits != 0 || child.Leg >> LegBits != 0)
            return null;
        UInt128 rest = (((((((tag << ParentBits) | (UInt128)child.Parent.Value) << AttemptBits) | (UInt128)child.Attempt) << LegBits)
            | (UInt128)child.Leg) << KindBits) | (UInt128)(int)kind;
        ulong high = ((ulong)NextUnit() << 16) | 0x4000UL | (ulong)(rest >> 62);
        ulong low = (1UL << 63) | (ulong)(rest & ((UInt128.One << 62) - 1));
        string digits = string.Create(CultureInfo.InvariantCulture, $"{high:x16}{low:x16}");
        return $"{digits[..8]}-{digits[8..12]}-{digits[12..16]}-{digits[16..20]}-{digits[20..]}";
    }

    /// <summary>Our time in units of ten microseconds, or one more than the last.</summary>
    private long NextUnit()
    {
        long now = clock.Now.Nanoseconds / 10_000;
        while (true)
        {
            long last = Volatile.Read(ref lastUnit);
            long next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref lastUnit, next, last) == last)
                return next;
        }
    }

    private static UInt128 Ones(int bits) => (UInt128.One << bits) - 1;

    private static int TagNumber(string tag)
    {
        int number = 0;
        foreach (char character in tag)
            number = (number * 36) + (char.IsAsciiDigit(character) ? character - '0' : character - 'a' + 10);
        return number;
    }

    private static string Base36(long value)
    {
        Span<char> digits = stackalloc char[13];
        int start = digits.Length;
        for (long rest = value; rest > 0; rest /= 36)
            digits[--start] = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)(rest % 36)];
        return new string(digits[start..]);
    }
}
