using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Host.Journal;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Journal;

public sealed class ComparisonCodecTests
{
    [Fact]
    public void Read_WhatWasWritten_GivesTheSameComparisonAndTheSameBytes()
    {
        RecordWriter writer = new();
        RecordWriter again = new();
        for (int seed = 0; seed < 300; seed++)
        {
            MarginComparison comparison = new RandomRecords(new Random(seed)).Make<MarginComparison>();
            writer.Clear();
            again.Clear();
            ComparisonCodec.Write(writer, comparison);
            RecordReader reader = new(writer.Written);
            MarginComparison read = ComparisonCodec.Read(ref reader);
            Assert.True(reader.AtEnd, $"seed {seed}: bytes are left");
            ComparisonCodec.Write(again, read);
            Assert.True(writer.Written.SequenceEqual(again.Written), $"seed {seed}: {comparison}");
            Assert.Equal((comparison.Subaccount, comparison.RuleSet, comparison.AsOf, comparison.Outcome), (read.Subaccount, read.RuleSet, read.AsOf, read.Outcome));
            Assert.Equal(comparison.Figures.AsEnumerable(), read.Figures.AsEnumerable());
            Assert.Equal(comparison.Missing.AsEnumerable(), read.Missing.AsEnumerable());
            Assert.Equal((comparison.LocalUnknown, comparison.Error, comparison.Question), (read.LocalUnknown, read.Error, read.Question));
        }
    }
}
