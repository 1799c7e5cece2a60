using System.Globalization;
using System.Numerics;

namespace MarginRouter.Venues.Signing;

/// <summary>
/// A point of secp256k1, y^2 = x^3 + 7, in Jacobian coordinates (x/z^2, y/z^3); z = 0 is the point at infinity. Multiples of the generator come
/// from a table of 64 windows of four bits. The table is read by the digits of the secret, so that a neighbour on the same processor could
/// learn them by timing; the process that holds trading keys must not share its machine with strangers.
/// </summary>
internal readonly struct CurvePoint
{
    private const int WindowBits = 4;
    private const int Digits = 1 << WindowBits;
    private static readonly Lazy<(FieldElement X, FieldElement Y)[]> Table = new(BuildTable);

    private readonly FieldElement x;
    private readonly FieldElement y;
    private readonly FieldElement z;

    private CurvePoint(FieldElement x, FieldElement y, FieldElement z)
    {
        this.x = x;
        this.y = y;
        this.z = z;
    }

    /// <summary>Number of the generator's multiples, a prime.</summary>
    public static BigInteger Order { get; } = Number("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141");

    /// <summary>A multiple of the generator; the factor is between 1 and the order less 1.</summary>
    public static CurvePoint Multiple(BigInteger factor)
    {
        CurvePoint sum = default;
        for (int window = 0; window < 256 / WindowBits; window++)
        {
            int digit = (int)((factor >> (window * WindowBits)) & (Digits - 1));
            if (digit != 0)
                sum = sum.Add(Table.Value[(window * Digits) + digit]);
        }

        return sum;
    }

    /// <summary>Its plain coordinates; it must not be the point at infinity.</summary>
    public (FieldElement X, FieldElement Y) ToAffine()
    {
        FieldElement inverse = z.Invert();
        FieldElement square = inverse.Square();
        return (x * square, y * square * inverse);
    }

    private static (FieldElement X, FieldElement Y)[] BuildTable()
    {
        (FieldElement X, FieldElement Y)[] table = new (FieldElement X, FieldElement Y)[256 / WindowBits * Digits];
        (FieldElement X, FieldElement Y) unit = (
            FieldElement.Of(Number("79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798")),
            FieldElement.Of(Number("483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8")));
        for (int window = 0; window < 256 / WindowBits; window++)
        {
            CurvePoint multiple = default;
            for (int digit = 1; digit < Digits; digit++)
            {
                multiple = multiple.Add(unit);
                table[(window * Digits) + digit] = multiple.ToAffine();
            }

            unit = multiple.Add(unit).ToAffine();
        }

        return table;
    }

    private static BigInteger Number(string hexadecimal) =>
        BigInteger.Parse("0" + hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    /// <summary>Adds a point in plain coordinates.</summary>
    private CurvePoint Add((FieldElement X, FieldElement Y) other)
    {
        if (z.IsZero)
            return new CurvePoint(other.X, other.Y, FieldElement.One);
        FieldElement square = z.Square();
        FieldElement run = (other.X * square) - x;
        FieldElement rise = (other.Y * square * z) - y;
        if (run.IsZero)
            return rise.IsZero ? Double() : default;
        FieldElement runSquare = run.Square();
        FieldElement runCube = runSquare * run;
        FieldElement shift = x * runSquare;
        FieldElement sumX = rise.Square() - runCube - shift - shift;
        return new CurvePoint(sumX, (rise * (shift - sumX)) - (y * runCube), z * run);
    }

    private CurvePoint Double()
    {
        FieldElement ySquare = y.Square();
        FieldElement half = x * ySquare;
        FieldElement shift = half + half + half + half;
        FieldElement xSquare = x.Square();
        FieldElement slope = xSquare + xSquare + xSquare;
        FieldElement doubleX = slope.Square() - shift - shift;
        FieldElement fourth = ySquare.Square();
        FieldElement two = fourth + fourth;
        FieldElement eight = two + two + two + two;
        FieldElement product = y * z;
        return new CurvePoint(doubleX, (slope * (shift - doubleX)) - eight, product + product);
    }
}
