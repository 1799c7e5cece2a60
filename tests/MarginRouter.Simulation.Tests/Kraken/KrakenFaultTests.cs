using System.Diagnostics;
using System.Text.Json;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Simulation.Tests.Kraken;

public sealed class KrakenFaultTests
{
    [Fact]
    public async Task WithheldAnswer_OfAFilledOrder_ComesOnlyWhenReleased()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();
        venue.Exchange.Faults.WithholdAnswers(1);

        await socket.SendAsync(KrakenTestVenue.Order(token, "a", "buy", 1, 100.0m));
        await socket.AskAsync("""{"method":"ping","req_id":1}""", 1);
        JsonElement closed = (await venue.Rest.PostAsync("ClosedOrders", "cl_ord_id=a")).GetProperty("result");
        venue.Exchange.Faults.ReleaseWithheld();

        Assert.Equal("closed", closed.GetProperty("closed").EnumerateObject().Single().Value.GetProperty("status").GetString());
        bool reported = false;
        bool answered = false;
        await socket.UntilAsync(frame =>
        {
            reported |= frame.TryGetProperty("channel", out JsonElement channel) && channel.GetString() == "executions"
                && frame.GetProperty("data")[0].GetProperty("exec_type").GetString() == "filled";
            answered |= frame.TryGetProperty("req_id", out JsonElement id) && id.GetInt64() == 7;
            return reported && answered;
        });
    }

    [Fact]
    public async Task SwallowedOrder_IsNeverAnsweredAndUnknownToTheVenue()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();
        venue.Exchange.Faults.SwallowOrders(1);

        await socket.SendAsync(KrakenTestVenue.Order(token, "lost", "buy", 1, 100.0m));
        await socket.SendAsync(KrakenTestVenue.Order(token, "kept", "buy", 1, 100.0m, requestId: 8));
        JsonElement next = await socket.UntilAsync(frame => frame.TryGetProperty("req_id", out _));

        Assert.Equal(8, next.GetProperty("req_id").GetInt64());
        Assert.Equal(0, (await venue.Rest.PostAsync("ClosedOrders", "cl_ord_id=lost")).GetProperty("result").GetProperty("count").GetInt32());
        Assert.Equal(ReceptionOutcome.Swallowed, venue.Exchange.Receptions()[0].Outcome);
    }

    [Fact]
    public async Task RejectedOrder_CarriesTheOrderedText()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();
        venue.Exchange.Faults.RejectOrders(1, "EService:Unavailable");

        JsonElement answer = await socket.AskAsync(KrakenTestVenue.Order(token, "a", "buy", 1, 100.0m), 7);

        Assert.Equal("EService:Unavailable", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task LimitedFill_CancelsTheRestAlthoughTheBookShowsMore()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();
        venue.Exchange.Faults.LimitNextFill(0.25m);

        await socket.SendAsync(KrakenTestVenue.Order(token, "a", "buy", 1, 100.0m));

        JsonElement end = await ExecutionAsync(socket, "canceled");
        Assert.Equal("0.25000000", end.GetProperty("cum_qty").GetRawText());
    }

    [Fact]
    public async Task LateFill_IsReportedAfterTheEnd()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();
        venue.Exchange.Faults.MakeNextFillLate();

        await socket.SendAsync(KrakenTestVenue.Order(token, "a", "buy", 3, 100.1m));

        JsonElement end = await ExecutionAsync(socket, "canceled");
        JsonElement late = await ExecutionAsync(socket, "trade");
        Assert.Equal("1.00000000", end.GetProperty("cum_qty").GetRawText());
        Assert.Equal("2.00000000", late.GetProperty("last_qty").GetRawText());
        Assert.Equal("3.00000000", late.GetProperty("cum_qty").GetRawText());
    }

    [Fact]
    public async Task Disconnect_OfPrivateOnly_CutsThatAndKeepsThePublic()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket secret, string _) = await venue.ConnectPrivateAsync();
        KrakenTestSocket open = await venue.ConnectPublicAsync();
        await open.ChannelAsync("status");

        venue.Exchange.Faults.Disconnect(ConnectionKinds.Private);

        while (await secret.NextAsync() is not null)
        {
        }

        Assert.Equal("pong", (await open.AskAsync("""{"method":"ping","req_id":1}""", 1)).GetProperty("method").GetString());
        (KrakenTestSocket again, string token) = await venue.ConnectPrivateAsync();
        Assert.True((await again.AskAsync(KrakenTestVenue.Order(token, "a", "buy", 1, 100.0m), 7)).GetProperty("success").GetBoolean());
    }

    [Fact]
    public async Task AnswerDelay_LetsTheReportsComeFirst()
    {
        await using KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        (KrakenTestSocket socket, string token) = await venue.ConnectPrivateAsync();
        venue.Exchange.Faults.AnswerDelay = TimeSpan.FromMilliseconds(50);

        await socket.SendAsync(KrakenTestVenue.Order(token, "a", "buy", 1, 100.0m));

        bool filled = false;
        await socket.UntilAsync(frame =>
        {
            filled |= frame.TryGetProperty("channel", out JsonElement channel) && channel.GetString() == "executions"
                && frame.GetProperty("data")[0].GetProperty("exec_type").GetString() == "filled";
            return frame.TryGetProperty("req_id", out _);
        });
        Assert.True(filled, "the answer came before the reports");
    }

    [Fact]
    public async Task Dispose_WithOpenConnectionsAndRunningMarkets_IsQuick()
    {
        KrakenTestVenue venue = await KrakenTestVenue.StartAsync();
        KrakenTestSocket socket = await venue.ConnectPublicAsync();
        await socket.AskAsync("""{"method":"subscribe","params":{"channel":"book","symbol":["BTC/USD"]},"req_id":1}""", 1);
        await venue.ConnectPrivateAsync();
        venue.Exchange.Start();

        long started = Stopwatch.GetTimestamp();
        await venue.Simulator.DisposeAsync();
        TimeSpan taken = Stopwatch.GetElapsedTime(started);

        Assert.True(taken < TimeSpan.FromSeconds(2), $"took {taken}");
        Assert.Null(venue.Simulator.Failure);
        while (await socket.NextAsync() is not null)
        {
        }
    }

    private static async Task<JsonElement> ExecutionAsync(KrakenTestSocket socket, string type)
    {
        JsonElement frame = await socket.UntilAsync(one =>
            one.TryGetProperty("channel", out JsonElement channel) && channel.GetString() == "executions"
            && one.GetProperty("type").GetString() == "update"
            && one.GetProperty("data")[0].GetProperty("exec_type").GetString() == type);
        return frame.GetProperty("data")[0];
    }
}
