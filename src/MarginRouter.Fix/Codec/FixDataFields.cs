namespace MarginRouter.Fix.Codec;

/// <summary>The data fields of FIX 4.4: their values may hold any byte, also the separator, and the field before them gives their length.</summary>
internal static class FixDataFields
{
    /// <summary>The data tag that must follow a length tag; 0 for a tag that is not the length of a data field.</summary>
    public static int DataTagOf(int lengthTag) => lengthTag switch
    {
        90 => 91,
        93 => 89,
        95 => 96,
        212 => 213,
        348 => 349,
        350 => 351,
        352 => 353,
        354 => 355,
        356 => 357,
        358 => 359,
        360 => 361,
        362 => 363,
        364 => 365,
        445 => 446,
        618 => 619,
        621 => 622,
        _ => 0,
    };
}
