using System.Net;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Tests.Connectivity;

/// <summary>The breaker of a venue's HTTP requests.</summary>
public sealed class VenueBreakerTests
{
    private static readonly Uri Address = new("http://127.0.0.1:9/somewhere");

    [Fact]
    public async Task Send_ToAVenueThatFails_StopsAskingAndTriesAgainLater()
    {
        HandTime time = new();
        Venue venue = new() { Status = HttpStatusCode.ServiceUnavailable };
        using HttpClient client = new(venue);
        VenueHttp http = new(client, TimeSpan.FromSeconds(5), time, new VenueBreaker(time));
        for (int i = 0; i < VenueBreaker.LeastRequests; i++)
            Assert.False((await Assert.ThrowsAsync<VenueHttpException>(() => http.GetAsync(Address, default))).IsTurnedAway);
        VenueHttpException stopped = await Assert.ThrowsAsync<VenueHttpException>(() => http.GetAsync(Address, default));
        Assert.True(stopped.IsTurnedAway);
        Assert.Contains("not asked", stopped.Message, StringComparison.Ordinal);
        Assert.Equal(VenueBreaker.LeastRequests, venue.Requests);

        venue.Status = HttpStatusCode.OK;
        time.Advance(VenueBreaker.Pause + TimeSpan.FromMilliseconds(1));
        Assert.Empty(await http.GetAsync(Address, default));
        Assert.Empty(await http.GetAsync(Address, default));
        Assert.Equal(VenueBreaker.LeastRequests + 2, venue.Requests);
    }

    [Fact]
    public async Task Send_ThatTheVenueRefuses_NeverStopsAsking()
    {
        HandTime time = new();
        Venue venue = new() { Status = HttpStatusCode.BadRequest };
        using HttpClient client = new(venue);
        VenueHttp http = new(client, TimeSpan.FromSeconds(5), time, new VenueBreaker(time));
        for (int i = 0; i < 3 * VenueBreaker.LeastRequests; i++)
            await Assert.ThrowsAsync<VenueHttpException>(() => http.GetAsync(Address, default));
        Assert.Equal(3 * VenueBreaker.LeastRequests, venue.Requests);
    }

    private sealed class Venue : HttpMessageHandler
    {
        public HttpStatusCode Status { get; set; }

        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return Task.FromResult(new HttpResponseMessage(Status) { Content = new ByteArrayContent([]) });
        }
    }

    private sealed class HandTime : TimeProvider
    {
        private long ticks = new DateTime(2026, 7, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

        public override DateTimeOffset GetUtcNow() => new(ticks, TimeSpan.Zero);

        public override long GetTimestamp() => ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => ticks += by.Ticks;
    }
}
