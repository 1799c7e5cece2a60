using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Tests.Connectivity;

public sealed class PendingRequestsTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task WaitAsync_AnswersOutOfOrder_ReachTheirRequests()
    {
        PendingRequests<string> pending = new(2, TimeProvider.System);
        Assert.True(pending.TryBegin(out long first));
        Assert.True(pending.TryBegin(out long second));
        Assert.False(pending.TryBegin(out _));
        Task<string> one = pending.WaitAsync(first, Long, CancellationToken.None);
        Task<string> two = pending.WaitAsync(second, Long, CancellationToken.None);
        Assert.True(pending.TryComplete(second, "b"));
        Assert.True(pending.TryComplete(first, "a"));
        Assert.Equal(("a", "b"), (await one, await two));
        Assert.False(pending.TryComplete(first, "again"));
        Assert.True(pending.TryBegin(out _));
    }

    [Fact]
    public async Task WaitAsync_NoAnswer_TimesOutAndFreesItsPlace()
    {
        PendingRequests<string> pending = new(1, TimeProvider.System);
        Assert.True(pending.TryBegin(out long id));
        await Assert.ThrowsAsync<TimeoutException>(() => pending.WaitAsync(id, TimeSpan.FromMilliseconds(5), CancellationToken.None));
        Assert.False(pending.TryComplete(id, "late"));
        Assert.True(pending.TryBegin(out _));
    }

    [Fact]
    public async Task FailAll_OpenAndNewRequests_Fail()
    {
        PendingRequests<string> pending = new(4, TimeProvider.System);
        Assert.True(pending.TryBegin(out long waiting));
        Assert.True(pending.TryBegin(out long notYetWaiting));
        Task<string> answer = pending.WaitAsync(waiting, Long, CancellationToken.None);
        pending.FailAll(new SocketClosedException("gone"));
        await Assert.ThrowsAsync<SocketClosedException>(() => answer);
        await Assert.ThrowsAsync<SocketClosedException>(() => pending.WaitAsync(notYetWaiting, Long, CancellationToken.None));
        Assert.False(pending.TryBegin(out _));
    }
}
