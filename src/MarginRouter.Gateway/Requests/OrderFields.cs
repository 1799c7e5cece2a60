using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;

namespace MarginRouter.Gateway.Requests;

/// <summary>Where an order's fields stand: a whole message, or one entry of a repeating group of it.</summary>
internal readonly ref struct OrderFields
{
    private readonly FixMessage? message;
    private readonly FixGroupEntry entry;

    public OrderFields(FixMessage message) => this.message = message;

    public OrderFields(FixGroupEntry entry) => this.entry = entry;

    public bool Contains(int tag) => message?.Contains(tag) ?? entry.Contains(tag);

    public bool TryGetInt(int tag, out int value) => message is null ? entry.TryGetInt(tag, out value) : message.TryGetInt(tag, out value);

    public bool TryGetDecimal(int tag, out decimal value) => message is null ? entry.TryGetDecimal(tag, out value) : message.TryGetDecimal(tag, out value);

    public bool TryGetChar(int tag, out char value) => message is null ? entry.TryGetChar(tag, out value) : message.TryGetChar(tag, out value);

    public bool TryGetTimestamp(int tag, out DateTime utc) => message is null ? entry.TryGetTimestamp(tag, out utc) : message.TryGetTimestamp(tag, out utc);

    public bool TryGetDate(int tag, out DateOnly date) => message is null ? entry.TryGetDate(tag, out date) : message.TryGetDate(tag, out date);

    public string? GetText(int tag) => message is null ? entry.GetText(tag) : message.GetText(tag);

    public bool TryGetGroup(int countTag, ReadOnlySpan<int> members, out FixGroup group) =>
        message is null ? entry.TryGetGroup(countTag, members, out group) : message.TryGetGroup(countTag, members, out group);

    /// <summary>The refusal of a field that is needed: missing, or not of its format.</summary>
    public FixRefusal MissingOrMalformed(int tag) =>
        FixRefusal.Session(Contains(tag) ? FixRejectReason.IncorrectDataFormat : FixRejectReason.RequiredTagMissing, tag);

    /// <summary>A name that every report about the order repeats: only characters that a report can carry.</summary>
    public bool TryName(int tag, out string name)
    {
        name = GetText(tag) ?? string.Empty;
        foreach (char letter in name)
        {
            if (letter is < ' ' or > '~')
                return false;
        }

        return name.Length > 0;
    }
}
