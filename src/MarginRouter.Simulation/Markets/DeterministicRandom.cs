namespace MarginRouter.Simulation.Markets;

/// <summary>
/// SplitMix64: the same numbers for the same seed on every machine and every version of the runtime (System.Random does not
/// promise that). Published by Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
/// </summary>
internal sealed class DeterministicRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>A whole number in [0, bound).</summary>
    public long Below(long bound)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15UL;
        }

        return (long)(Mix(state) % (ulong)bound);
    }

    /// <summary>True with a probability of so many in a thousand.</summary>
    public bool Chance(int perThousand) => Below(1000) < perThousand;

    /// <summary>A value that depends only on its inputs: the fixed features of a price level.</summary>
    public static long Hash(ulong seed, long value, long bound)
    {
        unchecked
        {
            return (long)(Mix(seed ^ Mix((ulong)value + 0x9E3779B97F4A7C15UL)) % (ulong)bound);
        }
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return value ^ (value >> 31);
        }
    }
}
