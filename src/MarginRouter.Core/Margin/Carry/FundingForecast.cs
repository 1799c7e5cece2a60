using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Margin.Carry;

/// <summary>What an account's perpetual positions pay or receive as funding over a time, at published rates and unchanged marks. Pure.</summary>
public sealed record FundingForecast
{
    private const long NanosecondsPerHour = 3_600_000_000_000L;

    private FundingForecast(ImmutableArray<FundingAmount> amounts) => Amounts = amounts;

    /// <summary>One amount per position, in the order given.</summary>
    public ImmutableArray<FundingAmount> Amounts { get; }

    /// <summary>Sum of what is expected; positive is paid, negative received.</summary>
    public decimal Expected => Amounts.Sum(amount => amount.Expected);

    /// <summary>Sum of the worst amounts: what the account must be able to pay.</summary>
    public decimal Worst => Amounts.Sum(amount => amount.Worst);

    /// <summary>
    /// The forecast; null with the refusal when a position has no funding terms. Payments after the first time and up to and with the
    /// second count, so that consecutive spans add up; the same call with past times and settled rates is the accrual.
    /// </summary>
    /// <param name="positions">Symbol and signed value at mark; positive is long.</param>
    /// <param name="terms">Funding of every contract held.</param>
    /// <param name="span">The time asked for.</param>
    /// <param name="refusal">What is missing.</param>
    public static FundingForecast? Of(
        ImmutableArray<(string Instrument, decimal Value)> positions,
        ImmutableArray<FundingTerms> terms,
        (Instant After, Instant Until) span,
        out Refusal? refusal)
    {
        refusal = null;
        ImmutableArray<FundingAmount>.Builder amounts = ImmutableArray.CreateBuilder<FundingAmount>(positions.Length);
        foreach ((string instrument, decimal value) in positions)
        {
            if (terms.FirstOrDefault(one => one.Instrument == instrument) is not { IntervalHours: > 0m } found)
            {
                refusal = new Refusal(RefusalReason.PriceMissing, $"funding rate of {instrument}");
                return null;
            }

            long payments = Payments(found, span.Until) - Payments(found, span.After);
            decimal expected = value * found.Rate * payments;
            decimal worst = found.Cap is { } cap ? Math.Abs(value) * Math.Max(cap, Math.Abs(found.Rate)) * payments : Math.Abs(expected);
            amounts.Add(new FundingAmount(instrument, payments, expected, worst));
        }

        return new FundingForecast(amounts.DrainToImmutable());
    }

    /// <summary>Number of the last payment up to a time, counted from the next one.</summary>
    private static long Payments(FundingTerms terms, Instant time) =>
        (long)decimal.Floor((time.Nanoseconds - terms.Next.Nanoseconds) / (terms.IntervalHours * NanosecondsPerHour));
}
