using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace MarginRouter.Core.Margin.Scenarios;

/// <summary>
/// Sums and minima over scenario columns. Every lane is one scenario and is calculated alone, product first and then the sum, so that the
/// width of the machine's vectors changes nothing; number types without vectors take the same steps one by one.
/// </summary>
internal static class LaneMath
{
    /// <summary>Columns are filled up with zeros to a multiple of this.</summary>
    public const int Block = 8;

    /// <summary>Length of a column of so many scenarios.</summary>
    public static int Padded(int scenarios) => (scenarios + Block - 1) / Block * Block;

    /// <summary>Adds up columns times quantities.</summary>
    /// <param name="sum">The sum; whole blocks.</param>
    /// <param name="columns">The columns, each as long as the sum.</param>
    /// <param name="quantities">A quantity for each of them.</param>
    public static void Product<T>(Span<T> sum, ReadOnlySpan<T[]> columns, ReadOnlySpan<T> quantities)
        where T : struct, INumber<T>
    {
        if (Vector512<T>.IsSupported && Vector512<T>.Count == Block)
        {
            int lane = 0;
            for (; lane + (4 * Block) <= sum.Length; lane += 4 * Block)
                FourBlocks(sum[lane..], columns, quantities, lane);
            for (; lane < sum.Length; lane += Block)
                OneBlock(sum[lane..], columns, quantities, lane);
            return;
        }

        sum.Clear();
        for (int leg = 0; leg < quantities.Length; leg++)
        {
            ReadOnlySpan<T> column = columns[leg].AsSpan(0, sum.Length);
            for (int lane = 0; quantities[leg] != T.Zero && lane < sum.Length; lane++)
                sum[lane] += quantities[leg] * column[lane];
        }
    }

    /// <summary>Adds a quantity of a column to a sum of whole blocks.</summary>
    public static void Add<T>(Span<T> sum, ReadOnlySpan<T> column, T quantity)
        where T : struct, INumber<T>
    {
        if (Vector512<T>.IsSupported && Vector512<T>.Count == Block)
        {
            ref T sums = ref MemoryMarshal.GetReference(sum);
            ref T added = ref MemoryMarshal.GetReference(column[..sum.Length]);
            Vector512<T> times = Vector512.Create(quantity);
            for (nuint lane = 0; lane < (nuint)sum.Length; lane = Next(lane))
                (Vector512.LoadUnsafe(ref sums, lane) + (Vector512.LoadUnsafe(ref added, lane) * times)).StoreUnsafe(ref sums, lane);
            return;
        }

        for (int lane = 0; lane < sum.Length; lane++)
            sum[lane] += quantity * column[lane];
    }

    /// <summary>The smallest lane that counts, and the smallest of the second part where that is kept apart; zero where none is below zero.</summary>
    /// <param name="sum">The sum; whole blocks.</param>
    /// <param name="parts">How lanes count.</param>
    public static (T Counted, T Second) Least<T>(T[] sum, in LaneParts<T> parts)
        where T : struct, INumber<T>
    {
        if (Vector512<T>.IsSupported && Vector512<T>.Count == Block)
        {
            (nuint middle, nuint end) = Ends(sum, sum, parts.Split);
            ref T sums = ref MemoryMarshal.GetArrayDataReference(sum);
            Vector512<T> first = Vector512<T>.Zero;
            Vector512<T> second = Vector512<T>.Zero;
            nuint lane = 0;
            for (; lane < middle; lane = Next(lane))
                first = Vector512.MinNative(first, Vector512.LoadUnsafe(ref sums, lane));
            for (; lane < end; lane = Next(lane))
                second = Vector512.MinNative(second, Vector512.LoadUnsafe(ref sums, lane));
            return Lowest(first, second, parts);
        }

        return Counted(Lowest(sum.AsSpan(0, parts.Split)), Lowest(sum.AsSpan(parts.Split)), parts);
    }

    /// <summary>The same of a sum with a quantity of one more column.</summary>
    /// <param name="sum">The sum; whole blocks.</param>
    /// <param name="column">The column; as long.</param>
    /// <param name="quantity">Its quantity.</param>
    /// <param name="parts">How lanes count.</param>
    public static (T Counted, T Second) Least<T>(T[] sum, T[] column, T quantity, in LaneParts<T> parts)
        where T : struct, INumber<T>
    {
        if (Vector512<T>.IsSupported && Vector512<T>.Count == Block)
        {
            (nuint middle, nuint end) = Ends(sum, column, parts.Split);
            ref T sums = ref MemoryMarshal.GetArrayDataReference(sum);
            ref T added = ref MemoryMarshal.GetArrayDataReference(column);
            Vector512<T> times = Vector512.Create(quantity);
            Vector512<T> first = Vector512<T>.Zero;
            Vector512<T> other = Vector512<T>.Zero;
            Vector512<T> second = Vector512<T>.Zero;
            nuint lane = 0;

            // Two minima by turns, so that a block does not wait for the one before.
            for (nuint pairs = middle & ~(nuint)((2 * Block) - 1); lane < pairs; lane = Next(Next(lane)))
            {
                first = Vector512.MinNative(first, (Vector512.LoadUnsafe(ref added, lane) * times) + Vector512.LoadUnsafe(ref sums, lane));
                other = Vector512.MinNative(other, (Vector512.LoadUnsafe(ref added, Next(lane)) * times) + Vector512.LoadUnsafe(ref sums, Next(lane)));
            }

            for (; lane < middle; lane = Next(lane))
                first = Vector512.MinNative(first, (Vector512.LoadUnsafe(ref added, lane) * times) + Vector512.LoadUnsafe(ref sums, lane));
            for (; lane < end; lane = Next(lane))
                second = Vector512.MinNative(second, (Vector512.LoadUnsafe(ref added, lane) * times) + Vector512.LoadUnsafe(ref sums, lane));
            return Lowest(Vector512.MinNative(first, other), second, parts);
        }

        T before = T.Zero;
        T after = T.Zero;
        for (int lane = 0; lane < sum.Length; lane++)
        {
            T changed = sum[lane] + (quantity * column[lane]);
            if (lane < parts.Split)
                before = changed < before ? changed : before;
            else
                after = changed < after ? changed : after;
        }

        return Counted(before, after, parts);
    }

    /// <summary>The same with a quantity of a second column.</summary>
    public static (T Counted, T Second) Least<T>(T[] sum, T[] column, T quantity, T[] hedge, T used, in LaneParts<T> parts)
        where T : struct, INumber<T>
    {
        if (Vector512<T>.IsSupported && Vector512<T>.Count == Block)
        {
            (nuint middle, nuint end) = Ends(sum, column, parts.Split);
            ArgumentOutOfRangeException.ThrowIfLessThan(hedge.Length, sum.Length);
            ref T sums = ref MemoryMarshal.GetArrayDataReference(sum);
            ref T added = ref MemoryMarshal.GetArrayDataReference(column);
            ref T hedged = ref MemoryMarshal.GetArrayDataReference(hedge);
            Vector512<T> times = Vector512.Create(quantity);
            Vector512<T> cover = Vector512.Create(used);
            Vector512<T> first = Vector512<T>.Zero;
            Vector512<T> second = Vector512<T>.Zero;
            for (nuint lane = 0; lane < end; lane = Next(lane))
            {
                Vector512<T> changed = (Vector512.LoadUnsafe(ref added, lane) * times) + Vector512.LoadUnsafe(ref sums, lane);
                changed += Vector512.LoadUnsafe(ref hedged, lane) * cover;
                if (lane < middle)
                    first = Vector512.MinNative(first, changed);
                else
                    second = Vector512.MinNative(second, changed);
            }

            return Lowest(first, second, parts);
        }

        T before = T.Zero;
        T after = T.Zero;
        for (int lane = 0; lane < sum.Length; lane++)
        {
            T changed = sum[lane] + (quantity * column[lane]) + (used * hedge[lane]);
            if (lane < parts.Split)
                before = changed < before ? changed : before;
            else
                after = changed < after ? changed : after;
        }

        return Counted(before, after, parts);
    }

    /// <summary>Where the two parts of a sum end, whose lengths are compared here once, so that the loops over vectors need not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (nuint Middle, nuint End) Ends<T>(T[] sum, T[] column, int split)
    {
        uint end = (uint)sum.Length;
        uint middle = unchecked((uint)split);
        if ((uint)column.Length < end || middle > end)
            throw new ArgumentException("a column is shorter than the sum, or the sum than its first part");
        return (middle, end);
    }

    /// <summary>The next block. Lanes end at the length of an array and cannot overflow; a check of that would be a seventh of the loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Next(nuint lane) => unchecked(lane + Block);

    private static T Lowest<T>(ReadOnlySpan<T> lanes)
        where T : struct, INumber<T>
    {
        T least = T.Zero;
        foreach (T lane in lanes)
            least = lane < least ? lane : least;
        return least;
    }

    /// <summary>The smallest lanes of both parts as they count, which is one reduction unless the second is kept apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (T Counted, T Second) Lowest<T>(Vector512<T> first, Vector512<T> second, in LaneParts<T> parts)
        where T : struct, INumber<T> => parts.Apart
            ? (Lowest(first), Lowest(second))
            : (Lowest(Vector512.MinNative(first, second * Vector512.Create(parts.Fraction))), T.Zero);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Lowest<T>(Vector512<T> lanes)
        where T : struct, INumber<T>
    {
        Vector256<T> half = Vector256.MinNative(lanes.GetLower(), lanes.GetUpper());
        Vector128<T> quarter = Vector128.MinNative(half.GetLower(), half.GetUpper());
        return T.MinNative(quarter[0], quarter[1]);
    }

    private static (T Counted, T Second) Counted<T>(T first, T second, in LaneParts<T> parts)
        where T : struct, INumber<T> => parts.Apart ? (first, second) : (T.Min(first, second * parts.Fraction), T.Zero);

    /// <summary>Four blocks of lanes, kept in registers while all columns pass.</summary>
    private static void FourBlocks<T>(Span<T> sum, ReadOnlySpan<T[]> columns, ReadOnlySpan<T> quantities, int lane)
        where T : struct, INumber<T>
    {
        Vector512<T> first = Vector512<T>.Zero;
        Vector512<T> second = Vector512<T>.Zero;
        Vector512<T> third = Vector512<T>.Zero;
        Vector512<T> fourth = Vector512<T>.Zero;
        for (int leg = 0; leg < quantities.Length; leg++)
        {
            ref T column = ref MemoryMarshal.GetReference(columns[leg].AsSpan(lane, 4 * Block));
            Vector512<T> times = Vector512.Create(quantities[leg]);
            first += Vector512.LoadUnsafe(ref column) * times;
            second += Vector512.LoadUnsafe(ref column, Block) * times;
            third += Vector512.LoadUnsafe(ref column, 2 * Block) * times;
            fourth += Vector512.LoadUnsafe(ref column, 3 * Block) * times;
        }

        ref T target = ref MemoryMarshal.GetReference(sum[..(4 * Block)]);
        first.StoreUnsafe(ref target);
        second.StoreUnsafe(ref target, Block);
        third.StoreUnsafe(ref target, 2 * Block);
        fourth.StoreUnsafe(ref target, 3 * Block);
    }

    private static void OneBlock<T>(Span<T> sum, ReadOnlySpan<T[]> columns, ReadOnlySpan<T> quantities, int lane)
        where T : struct, INumber<T>
    {
        Vector512<T> only = Vector512<T>.Zero;
        for (int leg = 0; leg < quantities.Length; leg++)
            only += Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(columns[leg].AsSpan(lane, Block))) * Vector512.Create(quantities[leg]);
        only.StoreUnsafe(ref MemoryMarshal.GetReference(sum[..Block]));
    }
}
