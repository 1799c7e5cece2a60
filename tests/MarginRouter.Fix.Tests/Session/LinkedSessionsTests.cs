using System.Globalization;
using System.Text;
using MarginRouter.Fix.Session;

namespace MarginRouter.Fix.Tests.Session;

/// <summary>
/// An initiator and an acceptor joined by two lines that lose, double and reorder messages and sometimes break. When the lines heal, both
/// applications must have seen every message of the other exactly once and in order.
/// </summary>
public sealed class LinkedSessionsTests
{
    private static readonly FixSessionOptions Options = new()
    {
        Id = new FixSessionId("A", "B"),
        Role = FixRole.Initiator,
        HeartbeatInterval = TimeSpan.FromSeconds(5),
        ResendTimeout = TimeSpan.FromSeconds(2),
        MaximumHeldMessages = 5,
    };

    [Theory]
    [InlineData(0, false)]
    [InlineData(3, false)]
    [InlineData(0, true)]
    [InlineData(3, true)]
    public void LossyLines_WhenTheyHeal_HaveDeliveredEverythingOnceInOrder(int resendRange, bool nextExpected)
    {
        FixSessionOptions options = Options with { MaximumResendRange = resendRange, UseNextExpectedNumber = nextExpected };
        int recovered = 0;
        for (int seed = 1; seed <= 150; seed++)
            recovered += Run(options, new Random(seed), seed);
        Assert.True(recovered > 1000, $"only {recovered} messages had to be resent: the lines are too good");
    }

    private static int Run(FixSessionOptions options, Random random, int seed)
    {
        ProtocolHarness[] sides =
        [
            new(options),
            new(options with { Id = new FixSessionId("B", "A"), Role = FixRole.Acceptor }),
        ];
        Queue<byte[]>[] lines = [new(), new()];
        List<string>[] sent = [[], []];
        int resent = 0;
        for (int step = 0; step < 300; step++)
        {
            bool healthy = step > 200;
            if (sides[0].Protocol.Status == FixSessionStatus.Disconnected)
                Connect(sides);
            for (int i = 0; i < 2; i++)
            {
                if (!healthy && random.Next(3) == 0)
                {
                    string text = string.Create(CultureInfo.InvariantCulture, $"{i}-{sent[i].Count}");
                    sent[i].Add(text);
                    sides[i].Send(text);
                }

                resent += Transmit(sides[i], lines[i], healthy ? null : random);
            }

            for (int i = 0; i < 2; i++)
            {
                while (lines[i].TryDequeue(out byte[]? message))
                    sides[1 - i].Receive(message);
            }

            Advance(sides, healthy ? 1 : random.Next(3));
            bool broken = (!healthy && random.Next(60) == 0) || sides.Any(side => side.Protocol.DisconnectReason is not null);
            if (broken)
                Break(sides, lines);
        }

        for (int i = 0; i < 2; i++)
        {
            string[] seen = [.. sides[1 - i].Seen.Where(what => what.StartsWith("app", StringComparison.Ordinal)).Select(what => what.Split(' ')[2])];
            Assert.True(sent[i].SequenceEqual(seen), $"seed {seed}, from {i}: sent {sent[i].Count}, seen {seen.Length}: {string.Join(' ', seen)}");
        }

        return resent;
    }

    private static void Connect(ProtocolHarness[] sides)
    {
        foreach (ProtocolHarness side in sides)
            side.Protocol.Connected(side.Now);
    }

    private static void Break(ProtocolHarness[] sides, Queue<byte[]>[] lines)
    {
        for (int i = 0; i < 2; i++)
        {
            lines[i].Clear();
            sides[i].Protocol.Disconnected();
        }
    }

    private static void Advance(ProtocolHarness[] sides, int seconds)
    {
        foreach (ProtocolHarness side in sides)
        {
            side.Now = side.Now.AddSeconds(seconds);
            side.Protocol.Tick(side.Now);
        }
    }

    /// <summary>Moves what a side sends to its line; a random source makes the line bad. Returns how many messages were resends.</summary>
    private static int Transmit(ProtocolHarness side, Queue<byte[]> line, Random? random)
    {
        // A low budget makes replays advance in many steps, as they do when the peer is slow.
        List<string> messages = ProtocolHarness.Split(side.TakeOutput(replayBudget: 1));
        for (int i = 0; random is not null && i < messages.Count - 1; i++)
        {
            if (random.Next(20) == 0)
                (messages[i], messages[i + 1]) = (messages[i + 1], messages[i]);
        }

        foreach (string message in messages)
        {
            int copies = random is null ? 1 : random.Next(20) switch { 0 => 0, 1 => 2, _ => 1 };
            byte[] bytes = Encoding.Latin1.GetBytes(message);
            for (int copy = 0; copy < copies; copy++)
                line.Enqueue(bytes);
        }

        return messages.Count(message => message.Contains("\u000143=Y\u0001", StringComparison.Ordinal));
    }
}
