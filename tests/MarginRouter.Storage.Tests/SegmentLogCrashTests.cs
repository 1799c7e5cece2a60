using MarginRouter.Storage.Tests.Faults;

namespace MarginRouter.Storage.Tests;

/// <summary>
/// Random lives of a log over a directory that fails at a random operation: after each crash the reopened log holds a
/// prefix of what was appended, which covers all that had been promised.
/// </summary>
public sealed class SegmentLogCrashTests
{
    private const int Lives = 250;

    [Theory]
    [InlineData(1.0, true)]
    [InlineData(1.0, false)]
    [InlineData(0.0, true)]
    [InlineData(0.0, false)]
    [InlineData(0.5, true)]
    [InlineData(0.5, false)]
    public void Open_AfterACrashAtARandomOperation_HoldsThePromisedPrefix(double powerLossShare, bool preallocate)
    {
        for (int seed = 0; seed < Lives; seed++)
        {
            try
            {
                new LogLife(seed, powerLossShare, preallocate).Run();
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(
                    $"seed {seed}, power-loss share {powerLossShare}, preallocate {preallocate}: {exception.Message}", exception);
            }
        }
    }

    /// <summary>One log through several crashes, beside a plain list of what was appended.</summary>
    private sealed class LogLife(int seed, double powerLossShare, bool preallocate)
    {
        private readonly Random random = new(seed);
        private readonly List<byte[]> appended = [];
        private long written;
        private long durable;

        public void Run()
        {
            FaultDirectory directory = new(random);
            int crashes = random.Next(2, 6);
            for (int crash = 0; crash < crashes; crash++)
            {
                directory.FailAfter(random.Next(4) == 0 ? random.Next(20) : random.Next(300));
                Live(directory);
                directory = Crash(directory);
            }

            using SegmentLog log = SegmentLog.Open(Options(), directory);
            Verify(log);
        }

        private void Live(FaultDirectory directory)
        {
            try
            {
                using SegmentLog log = SegmentLog.Open(Options(), directory);
                Verify(log);
                int appends = random.Next(200);
                for (int i = 0; i < appends; i++)
                    AppendOne(log);
            }
            catch (Exception exception) when (exception is SimulatedFailureException or SegmentLogFaultedException)
            {
                // The crash that this life was to end with.
            }
        }

        private FaultDirectory Crash(FaultDirectory directory)
        {
            if (random.NextDouble() >= powerLossShare)
                return directory.AfterKill();
            written = durable;
            return directory.AfterPowerLoss();
        }

        private void AppendOne(SegmentLog log)
        {
            byte[] payload = new byte[random.Next(5) == 0 ? random.Next(log.MaxPayloadBytes) : random.Next(60)];
            random.NextBytes(payload);
            appended.Add(payload);
            if (random.Next(3) > 0)
                log.Append((byte)(payload.Length & 0xFF), payload);
            else
                log.Stage((byte)(payload.Length & 0xFF), payload);
            Promise(log);
            if (random.Next(8) == 0)
            {
                log.Sync();
                Assert.Equal(appended.Count, log.DurablePosition);
                Promise(log);
            }
        }

        private void Promise(SegmentLog log)
        {
            written = Math.Max(written, log.WrittenPosition);
            durable = Math.Max(durable, log.DurablePosition);
        }

        private void Verify(SegmentLog log)
        {
            Assert.InRange(log.LastPosition, written, appended.Count);
            appended.RemoveRange((int)log.LastPosition, appended.Count - (int)log.LastPosition);
            int index = 0;
            foreach (LogRecord record in log.Read(1))
            {
                byte[] expected = appended[index++];
                Assert.Equal(index, record.Position);
                Assert.Equal((byte)(expected.Length & 0xFF), record.Kind);
                Assert.True(record.Payload.SequenceEqual(expected), $"payload of record {index}");
            }

            Assert.Equal(appended.Count, index);
            Assert.Equal(log.LastPosition, log.DurablePosition);
            written = log.WrittenPosition;
            durable = log.DurablePosition;
        }

        private SegmentLogOptions Options() => new()
        {
            Directory = "memory",
            SegmentBytes = 4096,
            MaxPayloadBytes = 1500,
            Preallocate = preallocate,
        };
    }
}
