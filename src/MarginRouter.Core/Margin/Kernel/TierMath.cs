using System.Numerics;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Requirements of a size by the rows of a tier table.</summary>
internal static class TierMath
{
    /// <summary>Maintenance margin of a size; false beyond what the table or its reading covers.</summary>
    /// <param name="rows">The table.</param>
    /// <param name="size">Size in the table's unit, not negative.</param>
    /// <param name="value">Value of the size in the currency of the answer.</param>
    /// <param name="reading">How the table is read.</param>
    /// <param name="amount">The requirement in the currency of the value; zero when it is not known.</param>
    public static bool TryMaintenance<T>(ReadOnlySpan<TierRow<T>> rows, T size, T value, TierReading reading, out T amount)
        where T : struct, INumber<T>
    {
        amount = T.Zero;
        if (!TryRow(rows, size, reading, out int found))
            return false;
        ref readonly TierRow<T> row = ref rows[found];
        amount = value * (row.MaintenanceRate + (row.RatePerUnit * size));

        // Where the table counts in the currency of the value the deduction needs no conversion (and costs no rounding).
        if (reading.Application == TierApplication.Marginal && row.Deduction != T.Zero && size != T.Zero)
            amount -= size == value ? row.Deduction : row.Deduction * value / size;
        return true;
    }

    /// <summary>Initial margin by the table's initial rates; false where it has none or does not cover the size.</summary>
    public static bool TryInitial<T>(ReadOnlySpan<TierRow<T>> rows, T size, T value, TierReading reading, out T amount)
        where T : struct, INumber<T>
    {
        amount = T.Zero;
        if (!TryRow(rows, size, reading, out int found) || !rows[found].HasInitial)
            return false;
        if (reading.Application != TierApplication.Marginal || found == 0)
        {
            amount = value * (rows[found].InitialRate + (rows[found].RatePerUnit * size));
            return true;
        }

        T total = T.Zero;
        for (int i = 0; i <= found; i++)
        {
            T upper = i == found ? size : rows[i].To;
            T part = upper - rows[i].From;
            if (part > T.Zero && !rows[i].HasInitial)
                return false;
            if (part > T.Zero)
                total += part * rows[i].InitialRate;
        }

        amount = size == value ? total : total * value / size;
        return true;
    }

    /// <summary>The row that a size lies in, upper bounds inclusive.</summary>
    public static bool TryRow<T>(ReadOnlySpan<TierRow<T>> rows, T size, TierReading reading, out int found)
        where T : struct, INumber<T>
    {
        found = 0;
        if (rows.IsEmpty || (reading.Application == TierApplication.Unconfirmed && rows[0].Bounded && size > rows[0].To))
            return false;
        while (found < rows.Length && rows[found].Bounded && size > rows[found].To)
            found++;
        if (found < rows.Length)
            return true;
        found = rows.Length - 1;
        return reading.Beyond;
    }
}
