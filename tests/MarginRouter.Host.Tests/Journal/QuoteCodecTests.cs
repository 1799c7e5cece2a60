using MarginRouter.Core.Engine.Commands;
using MarginRouter.Host.Journal;
using MarginRouter.Testing;

namespace MarginRouter.Host.Tests.Journal;

public sealed class QuoteCodecTests
{
    [Fact]
    public void ReadRequest_WhatWasWritten_GivesTheSameRequestAndNothingForAnyPrefix()
    {
        RecordWriter writer = new();
        for (int seed = 0; seed < 200; seed++)
        {
            RequestQuotes request = new RandomRecords(new Random(seed)).Make<RequestQuotes>();
            writer.Clear();
            QuoteCodec.Write(writer, request);
            byte[] bytes = writer.Written.ToArray();
            RecordReader reader = new(bytes);
            Assert.Equal(RandomRecords.Text(request), RandomRecords.Text(QuoteCodec.ReadRequest(ref reader)));
            Assert.True(reader.AtEnd, $"seed {seed}: bytes are left");
            for (int length = 0; length < bytes.Length; length++)
                Assert.Throws<JournalFormatException>(() => Read(bytes.AsSpan(0, length).ToArray()));
        }
    }

    private static RequestQuotes Read(byte[] bytes)
    {
        RecordReader reader = new(bytes);
        return QuoteCodec.ReadRequest(ref reader);
    }
}
