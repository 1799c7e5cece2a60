using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Ledger;

/// <summary>
/// A negotiated loan for a term, outside of the venue's own books: it counts as debt with its interest, and what comes in does not pay it
/// back before its maturity.
/// </summary>
/// <param name="Asset">What is owed.</param>
/// <param name="Amount">Units owed without interest; positive.</param>
/// <param name="RatePerYear">Simple interest per year of 365 days as a plain fraction; not negative.</param>
/// <param name="From">When it was paid out.</param>
/// <param name="Maturity">When it is due; after <paramref name="From"/>.</param>
public sealed record TermBorrow(Asset Asset, decimal Amount, decimal RatePerYear, Instant From, Instant Maturity)
{
    private const decimal NanosecondsPerYear = 365m * 86_400_000_000_000m;

    /// <summary>Interest owed at a moment, in units of the asset; it runs on after maturity until the loan is taken out of the configuration.</summary>
    public decimal Interest(Instant at) =>
        at <= From ? 0m : Amount * RatePerYear * at.NanosecondsSince(From) / NanosecondsPerYear;

    /// <summary>Balances with these loans counted as borrowed, in ordinal order of the asset.</summary>
    /// <param name="balances">What the venue has stated.</param>
    /// <param name="loans">The loans.</param>
    /// <param name="at">The moment to which interest counts.</param>
    public static ImmutableArray<AssetBalance> Counted(ImmutableArray<AssetBalance> balances, ImmutableArray<TermBorrow> loans, Instant at)
    {
        if (loans.IsEmpty)
            return balances;
        SortedDictionary<string, AssetBalance> counted = new(StringComparer.Ordinal);
        foreach (AssetBalance balance in balances)
            counted[balance.Asset.Code] = balance;
        foreach (TermBorrow loan in loans)
        {
            AssetBalance before = counted.GetValueOrDefault(loan.Asset.Code, new AssetBalance(loan.Asset, 0m));
            counted[loan.Asset.Code] = before with
            {
                Borrowed = before.Borrowed + loan.Amount,
                Interest = before.Interest + loan.Interest(at),
            };
        }

        return [.. counted.Values];
    }
}
