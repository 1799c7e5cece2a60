namespace MarginRouter.Fix.Dictionaries;

/// <summary>
/// The form of a field's value. Types of the standard that look the same on the wire share one: Price, Qty, Amt, PriceOffset and
/// Percentage are <see cref="DecimalNumber"/>; SeqNum, Length, NumInGroup, TagNum and DayOfMonth are <see cref="WholeNumber"/>; Currency, Country,
/// Exchange, Language and names unknown to us are <see cref="Text"/>.
/// </summary>
public enum FixFieldType
{
    /// <summary>Any text without the separator.</summary>
    Text = 1,

    /// <summary>An optional minus and digits.</summary>
    WholeNumber = 2,

    /// <summary>An optional minus, digits and at most one point.</summary>
    DecimalNumber = 3,

    /// <summary>One character.</summary>
    Character = 4,

    /// <summary>Y or N.</summary>
    Boolean = 5,

    /// <summary>Characters between single spaces.</summary>
    MultipleCharacter = 6,

    /// <summary>Words between single spaces.</summary>
    MultipleText = 7,

    /// <summary>yyyyMMdd-HH:mm:ss with an optional fraction.</summary>
    UtcTimestamp = 8,

    /// <summary>HH:mm:ss with an optional fraction.</summary>
    UtcTime = 9,

    /// <summary>yyyyMMdd.</summary>
    Date = 10,

    /// <summary>yyyyMM, yyyyMMdd or yyyyMM with w1 to w5.</summary>
    MonthYear = 11,

    /// <summary>Any bytes; the field before it gives their number.</summary>
    Data = 12,
}
