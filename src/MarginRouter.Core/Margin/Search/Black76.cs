namespace MarginRouter.Core.Margin.Search;

/// <summary>
/// Black's formula for options on forwards (margin-models section 9). Results are rounded to 1e-8 here, once, and are data from then
/// on (design decision 1). The option that is out of the money is valued and the other follows from put-call parity, so that no
/// small value is lost as the difference of two large ones.
/// </summary>
internal static class Black76
{
    /// <summary>Digits after the point that a value keeps.</summary>
    public const int Digits = 8;

    /// <summary>Value of one option in the currency of the forward.</summary>
    public static decimal Value(in OptionTerms option)
    {
        Check(option);
        double forward = (double)option.Forward;
        double strike = (double)option.Strike;
        double discount = FixedMath.Exp(-(double)option.Rate * (double)Math.Max(option.Years, 0m));
        double width = Width(option);
        bool callOutside = forward <= strike;
        double outside = width == 0d ? 0d : OutOfTheMoney(forward, strike, width, callOutside);
        double worth = callOutside == option.IsCall ? outside : outside + Math.Abs(forward - strike);
        return Rounded(discount * worth);
    }

    /// <summary>Change of the value per unit change of the forward: in [0, 1] for a call, in [-1, 0] for a put.</summary>
    public static decimal Delta(in OptionTerms option)
    {
        Check(option);
        double discount = FixedMath.Exp(-(double)option.Rate * (double)Math.Max(option.Years, 0m));
        double width = Width(option);
        double below = width == 0d
            ? option.Forward > option.Strike ? 1d : option.Forward < option.Strike ? 0d : 0.5d
            : FixedMath.NormalBelow(Distance((double)option.Forward, (double)option.Strike, width));
        return Rounded(discount * (option.IsCall ? below : below - 1d));
    }

    /// <summary>Change of the value per unit change of the volatility (1 = 100 points); not negative.</summary>
    public static decimal Vega(in OptionTerms option)
    {
        Check(option);
        double width = Width(option);
        if (width == 0d)
            return 0m;
        double forward = (double)option.Forward;
        double years = (double)option.Years;
        double discount = FixedMath.Exp(-(double)option.Rate * years);
        return Rounded(discount * forward * FixedMath.NormalDensity(Distance(forward, (double)option.Strike, width)) * Math.Sqrt(years));
    }

    private static double OutOfTheMoney(double forward, double strike, double width, bool call)
    {
        double first = Distance(forward, strike, width);
        double second = first - width;
        double worth = call
            ? (forward * FixedMath.NormalBelow(first)) - (strike * FixedMath.NormalBelow(second))
            : (strike * FixedMath.NormalBelow(-second)) - (forward * FixedMath.NormalBelow(-first));
        return Math.Max(worth, 0d);
    }

    private static double Distance(double forward, double strike, double width) =>
        (FixedMath.Log(forward / strike) / width) + (0.5d * width);

    private static double Width(in OptionTerms option) =>
        option.Years <= 0m ? 0d : (double)option.Volatility * Math.Sqrt((double)option.Years);

    private static decimal Rounded(double value) => Math.Round((decimal)value, Digits, MidpointRounding.ToEven);

    private static void Check(in OptionTerms option)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(option.Forward);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(option.Strike);
        ArgumentOutOfRangeException.ThrowIfNegative(option.Volatility);
    }
}
