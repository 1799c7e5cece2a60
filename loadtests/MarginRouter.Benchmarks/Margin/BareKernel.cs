using System.Runtime.Intrinsics;

namespace MarginRouter.Benchmarks.Margin;

/// <summary>The floor: nothing but the arithmetic of scenario margin, with fused multiply-add, on the widest vectors of the machine.</summary>
internal static class BareKernel
{
    /// <summary>Profit and loss of all positions in all scenarios, then the worst of them.</summary>
    public static double Full(double[] sum, double[] columns, double[] quantities)
    {
        int scenarios = sum.Length;
        Vector512<double> worst = Vector512<double>.Zero;
        int lane = 0;
        for (; lane + 32 <= scenarios; lane += 32)
        {
            Vector512<double> first = Vector512<double>.Zero;
            Vector512<double> second = Vector512<double>.Zero;
            Vector512<double> third = Vector512<double>.Zero;
            Vector512<double> fourth = Vector512<double>.Zero;
            ref double column = ref columns[lane];
            for (int leg = 0; leg < quantities.Length; leg++)
            {
                nuint at = (nuint)(leg * scenarios);
                Vector512<double> times = Vector512.Create(quantities[leg]);
                first = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref column, at), times, first);
                second = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref column, at + 8), times, second);
                third = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref column, at + 16), times, third);
                fourth = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref column, at + 24), times, fourth);
            }

            ref double target = ref sum[lane];
            first.StoreUnsafe(ref target);
            second.StoreUnsafe(ref target, 8);
            third.StoreUnsafe(ref target, 16);
            fourth.StoreUnsafe(ref target, 24);
            worst = Vector512.MinNative(worst, Vector512.MinNative(Vector512.MinNative(first, second), Vector512.MinNative(third, fourth)));
        }

        for (; lane < scenarios; lane += 8)
        {
            Vector512<double> only = Vector512<double>.Zero;
            ref double column = ref columns[lane];
            for (int leg = 0; leg < quantities.Length; leg++)
                only = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref column, (nuint)(leg * scenarios)), Vector512.Create(quantities[leg]), only);
            only.StoreUnsafe(ref sum[lane]);
            worst = Vector512.MinNative(worst, only);
        }

        return Lowest(worst);
    }

    /// <summary>A kept profit-and-loss vector plus quantity times one column, then the worst of it.</summary>
    public static double Candidate(double[] sum, double[] columns, int leg, double quantity)
    {
        Vector512<double> times = Vector512.Create(quantity);
        Vector512<double> worst = Vector512<double>.Zero;
        ref double kept = ref sum[0];
        ref double column = ref columns[leg * sum.Length];
        for (nuint lane = 0; lane < (nuint)sum.Length; lane += 8)
            worst = Vector512.MinNative(worst, Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref column, lane), times, Vector512.LoadUnsafe(ref kept, lane)));
        return Lowest(worst);
    }

    private static double Lowest(Vector512<double> lanes)
    {
        Vector256<double> half = Vector256.MinNative(lanes.GetLower(), lanes.GetUpper());
        Vector128<double> quarter = Vector128.MinNative(half.GetLower(), half.GetUpper());
        return Math.Min(quarter[0], quarter[1]);
    }
}
