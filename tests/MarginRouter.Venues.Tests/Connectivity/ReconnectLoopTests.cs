using MarginRouter.Venues.Connectivity;
using Microsoft.Extensions.Logging.Abstractions;

namespace MarginRouter.Venues.Tests.Connectivity;

public sealed class ReconnectLoopTests
{
    private readonly ReconnectLoop loop = new(
        "test", new ReconnectOptions(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(4)), TimeProvider.System, NullLogger.Instance);

    [Fact]
    public async Task RunAsync_SessionsThatBreak_AreBuiltAnewUntilCancelled()
    {
        using CancellationTokenSource stop = new();
        int sessions = 0;
        await loop.RunAsync(
            (healthy, _) =>
            {
                if (++sessions == 12)
                    stop.Cancel();
                if (sessions % 2 == 0)
                    healthy();
                throw sessions % 3 == 0 ? new IOException("broken") : new SocketClosedException("closed");
            },
            stop.Token).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(12, sessions);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_MistakeOfOurs_LeavesTheLoop(bool afterHealthy)
    {
        int sessions = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(() => loop.RunAsync(
            (healthy, _) =>
            {
                sessions++;
                if (afterHealthy)
                    healthy();
                throw new InvalidOperationException("mistake");
            },
            CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal(1, sessions);
    }
}
