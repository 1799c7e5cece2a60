using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Cases;

namespace MarginRouter.Core.Margin.Stress;

/// <summary>One account of a desk that is stressed.</summary>
public sealed record StressAccount
{
    /// <summary>Its name; unique in the desk.</summary>
    public required string Name { get; init; }

    /// <summary>Holdings, rules and today's prices.</summary>
    public required MarginCase Case { get; init; }

    /// <summary>Supplied books by instrument.</summary>
    public ImmutableSortedDictionary<string, ClosingBook> Books { get; init; } =
        ImmutableSortedDictionary.Create<string, ClosingBook>(StringComparer.Ordinal);

    /// <summary>Today's funding rate for one interval by instrument, positive when longs pay; a spike comes on top of it.</summary>
    public ImmutableSortedDictionary<string, decimal> Funding { get; init; } =
        ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);

    /// <summary>Hours between funding payments by instrument; eight where nothing is stated.</summary>
    public ImmutableSortedDictionary<string, decimal> FundingHours { get; init; } =
        ImmutableSortedDictionary.Create<string, decimal>(StringComparer.Ordinal);

    /// <summary>The currency of the account's figures.</summary>
    public Asset Currency
    {
        get
        {
            CasePosition? first = Case.Positions.FirstOrDefault(position => position.Kind != InstrumentKind.Spot);
            if (Case.Rules.Book is not { PerSettlement: true } || first is null)
                return Case.Rules.Reporting;
            return first.Kind is InstrumentKind.InversePerpetual or InstrumentKind.InverseFuture
                ? first.Underlying
                : BookBuilder.Quote(first) ?? Case.Rules.Reporting;
        }
    }
}
