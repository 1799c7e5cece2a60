using MarginRouter.Core.Routing;
using MarginRouter.Host.Journal;
using MarginRouter.Testing;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Host.Tests.Journal;

public sealed class DecisionCodecTests
{
    [Fact]
    public void Read_RandomDecision_GivesTheSameDecisionAndTheSameBytes()
    {
        for (int seed = 0; seed < 300; seed++)
            RoundTrip(new RandomRecords(new Random(seed)).Make<RouteDecision>(), $"seed {seed}");
    }

    [Fact]
    public void Read_DecisionsOfRandomLives_GiveTheSameDecisions()
    {
        int decisions = 0;
        for (int seed = 1; seed <= 4; seed++)
        {
            foreach (JournalEntry entry in JournalLives.Of(seed).Journal.Where(entry => entry.Decision is not null))
            {
                RoundTrip(entry.Decision!, $"seed {seed}");
                decisions++;
            }
        }

        Assert.True(decisions > 20);
    }

    [Fact]
    public void Read_AnyStrictPrefix_IsRefused()
    {
        byte[] bytes = Write(new RandomRecords(new Random(8)).Make<RouteDecision>());
        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] part = bytes[..length];
            Assert.Throws<JournalFormatException>(() => Read(part));
        }
    }

    private static void RoundTrip(RouteDecision decision, string place)
    {
        byte[] bytes = Write(decision);
        RouteDecision read = Read(bytes);
        Assert.True(RandomRecords.Text(decision) == RandomRecords.Text(read), $"{place}: {RandomRecords.Text(decision)}\nread as\n{RandomRecords.Text(read)}");
        Assert.True(bytes.AsSpan().SequenceEqual(Write(read)), $"{place}: other bytes");
    }

    private static byte[] Write(RouteDecision decision)
    {
        RecordWriter writer = new();
        DecisionCodec.Write(writer, decision);
        return writer.Written.ToArray();
    }

    private static RouteDecision Read(byte[] bytes)
    {
        RecordReader reader = new(bytes);
        RouteDecision read = DecisionCodec.Read(ref reader);
        return reader.AtEnd ? read : throw new InvalidOperationException("bytes are left");
    }
}
