namespace MarginRouter.Venues.Grid;

/// <summary>
/// Maps decimal text to whole steps of a grid, exactly or not at all. A grid is either that of an instrument and never changes, or it
/// begins at whole numbers and becomes finer as finer numbers are seen, for recordings without an instrument list.
/// </summary>
public sealed class DecimalGrid
{
    private readonly bool grows;
    private readonly long step;

    private DecimalGrid(long step, int scale, bool grows)
    {
        this.step = step;
        this.grows = grows;
        Scale = scale;
    }

    /// <summary>Decimals of the step: the step is a whole number divided by 10^scale.</summary>
    public int Scale { get; private set; }

    /// <summary>The step times 10^scale; 1 unless the step is a multiple of a power of ten, as 5 for a tick of 0.5.</summary>
    public long Step => step;

    /// <summary>The most decimals seen as written, trailing zeros included; what a venue's own text needs when it is written again.</summary>
    public int WrittenScale { get; private set; }

    /// <summary>The fixed grid of a tick or lot size; throws <see cref="ArgumentOutOfRangeException"/> unless it is positive.</summary>
    public static DecimalGrid Of(decimal size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        int scale = 0;
        while (size != decimal.Truncate(size))
        {
            size *= 10;
            scale++;
        }

        return new DecimalGrid((long)size, scale, grows: false);
    }

    /// <summary>A grid of powers of ten that becomes finer on demand.</summary>
    public static DecimalGrid Growing() => new(1, 0, grows: true);

    /// <summary>
    /// Makes a growing grid fine enough for a number; returns the factor by which earlier steps must be multiplied, 1 when nothing
    /// changed. A fixed grid never changes. Throws <see cref="OverflowException"/> when the grid would become too fine for 63 bits.
    /// </summary>
    public long Refine(DecimalText value)
    {
        WrittenScale = Math.Max(WrittenScale, value.WrittenScale);
        if (!grows || value.Scale <= Scale)
            return 1;
        int finer = value.Scale - Scale;
        if (finer > 18)
            throw new OverflowException($"a number with {value.Scale} decimals needs a grid that is too fine for whole steps");
        Scale = value.Scale;
        return DecimalText.PowerOfTen(finer);
    }

    /// <summary>The number in steps; false when it lies between two steps or is too large.</summary>
    public bool TrySteps(DecimalText value, out long steps)
    {
        steps = 0;
        int finer = Scale - value.Scale;
        if (finer is < 0 or > 18)
            return value.Mantissa == 0;
        long high = Math.BigMul(value.Mantissa, DecimalText.PowerOfTen(finer), out long scaled);
        if (high != scaled >> 63)
            return false;
        if (step == 1)
        {
            steps = scaled;
            return true;
        }

        (long whole, long rest) = Math.DivRem(scaled, step);
        steps = rest == 0 ? whole : 0;
        return rest == 0;
    }

    /// <summary>Writes a number of steps with the decimals that the venue used, or more where the value needs them.</summary>
    public string Format(long steps)
    {
        int decimals = Math.Max(Scale, WrittenScale);
        Int128 magnitude = Int128.Abs((Int128)steps * step);
        string digits = magnitude.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        string sign = steps < 0 ? "-" : "";
        string whole = digits[..^Scale];
        return decimals == 0 ? sign + whole : $"{sign}{whole}.{digits[^Scale..].PadRight(decimals, '0')}";
    }
}
