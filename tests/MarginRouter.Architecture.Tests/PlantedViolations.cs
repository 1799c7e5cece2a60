namespace MarginRouter.Architecture.Tests;

/// <summary>Code that breaks the bans, to show that the checks see it: in a method, an iterator, a lambda, a field.</summary>
internal sealed class PlantedViolations(double ratio)
{
    private static readonly Dictionary<string, long> Cache = [];
    private static int counter;
    private readonly double ratio = ratio;

    public static Func<Guid> Maker => () => Guid.NewGuid();

    public static int Counter => Interlocked.Increment(ref counter) + Cache.Count;

    public static IEnumerable<DateTime> Clock()
    {
        yield return DateTime.UtcNow;
        yield return DateTime.UnixEpoch.AddTicks(new Random(1).Next() + File.ReadAllBytes("nothing").Length);
    }

    public decimal Halve(decimal value)
    {
        double half = (double)value * ratio * 0.5;
        return (decimal)(half + Math.Sqrt(half));
    }
}
