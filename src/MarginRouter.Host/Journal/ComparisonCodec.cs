using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Reconciliation;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of comparisons of margin figures.</summary>
internal static class ComparisonCodec
{
    public static void Write(RecordWriter writer, MarginComparison comparison)
    {
        writer.Count(comparison.Subaccount.Value);
        writer.Text(comparison.RuleSet);
        writer.Long(comparison.AsOf.Nanoseconds);
        writer.Byte((byte)comparison.Outcome);
        writer.Count(comparison.Figures.Length);
        foreach (ComparedFigure figure in comparison.Figures)
        {
            writer.Text(figure.Name);
            writer.OptionalDecimal(figure.Local);
            writer.Decimal(figure.Venue);
        }

        writer.Count(comparison.Missing.Length);
        foreach (string missing in comparison.Missing)
            writer.Text(missing);
        writer.OptionalText(comparison.LocalUnknown);
        writer.OptionalDecimal(comparison.Error);
        writer.OptionalText(comparison.Question);
    }

    public static MarginComparison Read(ref RecordReader reader)
    {
        SubaccountId subaccount = new(reader.SmallCount());
        string rules = reader.Text();
        Instant asOf = new(reader.Long());
        ReconciliationOutcome outcome = Enums.Read<ReconciliationOutcome>(reader.Byte());
        ImmutableArray<ComparedFigure>.Builder figures = ImmutableArray.CreateBuilder<ComparedFigure>();
        for (int left = reader.SmallCount(); left > 0; left--)
            figures.Add(new ComparedFigure(reader.Text(), reader.OptionalDecimal(), reader.Decimal()));
        ImmutableArray<string>.Builder missing = ImmutableArray.CreateBuilder<string>();
        for (int left = reader.SmallCount(); left > 0; left--)
            missing.Add(reader.Text());
        return new MarginComparison
        {
            Subaccount = subaccount,
            RuleSet = rules,
            AsOf = asOf,
            Outcome = outcome,
            Figures = figures.ToImmutable(),
            Missing = missing.ToImmutable(),
            LocalUnknown = reader.OptionalText(),
            Error = reader.OptionalDecimal(),
            Question = reader.OptionalText(),
        };
    }
}
