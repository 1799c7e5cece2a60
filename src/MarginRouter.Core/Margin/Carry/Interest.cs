using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Carry;

/// <summary>Interest on a debt between two times, by a venue's charging rule. Pure.</summary>
public static class Interest
{
    private const long NanosecondsPerHour = 3_600_000_000_000L;

    /// <summary>
    /// What is charged after one time and up to another, in units of the borrowed asset. Periods begin when the debt does, and each is
    /// charged when it begins; the opening rate falls due with the first.
    /// </summary>
    /// <param name="rule">The venue's rule.</param>
    /// <param name="debt">Units owed without interest; not negative.</param>
    /// <param name="periodRate">Rate per period as a plain fraction; not negative.</param>
    /// <param name="borrowed">When the debt began.</param>
    /// <param name="span">The time asked for: after the first, up to and with the second.</param>
    public static decimal Charged(InterestRule rule, decimal debt, decimal periodRate, Instant borrowed, (Instant After, Instant Until) span)
    {
        long before = Periods(rule, borrowed, span.After);
        long after = Periods(rule, borrowed, span.Until);
        return Total(rule, debt, periodRate, after) - Total(rule, debt, periodRate, before);
    }

    /// <summary>Interest of so many periods since the debt began.</summary>
    private static decimal Total(InterestRule rule, decimal debt, decimal rate, long periods)
    {
        if (periods == 0L)
            return 0m;
        decimal opening = debt * rule.OpeningRate;
        if (!rule.Compounds)
            return opening + (debt * rate * periods);
        decimal grown = 1m;
        decimal power = 1m + rate;
        for (long left = periods; left > 0L; left >>= 1)
        {
            if ((left & 1L) == 1L)
                grown *= power;
            if (left > 1L)
                power *= power;
        }

        return opening + (debt * (grown - 1m));
    }

    /// <summary>Periods that have begun by a time: one at once when the debt begins.</summary>
    private static long Periods(InterestRule rule, Instant borrowed, Instant time)
    {
        if (time < borrowed)
            return 0L;
        decimal hours = (decimal)(time.Nanoseconds - borrowed.Nanoseconds) / NanosecondsPerHour;
        return 1L + (long)decimal.Floor(hours / rule.PeriodHours);
    }
}
