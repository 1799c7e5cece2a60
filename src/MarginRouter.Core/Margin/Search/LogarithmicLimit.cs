namespace MarginRouter.Core.Margin.Search;

/// <summary>
/// Largest position of a venue whose limit grows with the logarithm of what an account could lever up (margin-models section 4):
/// k x ln((margin - fees) x leverage / price / k + 1) units of the base asset.
/// </summary>
public static class LogarithmicLimit
{
    private const int Digits = 8;

    /// <summary>The limit in units of the base asset, rounded down to eight digits; zero when nothing is available.</summary>
    /// <param name="scale">The venue's k of the contract; positive.</param>
    /// <param name="available">Margin less fees in the quote currency.</param>
    /// <param name="leverage">Chosen leverage; positive.</param>
    /// <param name="price">Price of one unit; positive.</param>
    public static decimal Largest(decimal scale, decimal available, decimal leverage, decimal price)
    {
        if (available <= 0m)
            return 0m;
        double logarithm = FixedMath.Log((double)((available * leverage / price / scale) + 1m));
        return Math.Round(scale * (decimal)logarithm, Digits, MidpointRounding.ToZero);
    }
}
