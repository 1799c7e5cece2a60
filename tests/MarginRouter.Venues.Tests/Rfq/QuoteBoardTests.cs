using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Rfq;

namespace MarginRouter.Venues.Tests.Rfq;

/// <summary>The life of requests and quotes without a wire: the venue's clock, one use, ends that overtake, seeds of disorder.</summary>
public sealed class QuoteBoardTests
{
    private static readonly Instrument Bitcoin = TestInstruments.Spot(0.5m, 0.001m);
    private static readonly QuoteRequestId Request = new(new ParentOrderId(1), 1, 0);
    private static readonly SubaccountId Ours = new(4);

    private readonly RecordedSink sink = new();
    private readonly ManualTime time = new();
    private readonly VenueClock clock;

    public QuoteBoardTests() => clock = new VenueClock(time);

    [Fact]
    public void Offer_VenueClockIsAhead_ExpiryIsToldInOurTimeWithTheDoubtTakenOff()
    {
        // The venue's clock is two seconds ahead of ours, known to 20 ms.
        Instant now = clock.Now;
        clock.Synchronise(now.PlusMilliseconds(-40), now.PlusMilliseconds(1_980), now);
        QuoteBoard board = Board();
        Assert.Null(board.Offer(Request, Terms("Q1", validUntil: clock.Now.PlusMilliseconds(3_000))));
        FirmQuote quote = Assert.Single(sink.Events.OfType<QuoteReceived>()).Quote;
        Assert.Equal(now.PlusMilliseconds(3_000 - 2_000 - 20 - 5), quote.ValidUntil);
        Assert.Equal(QuoteFault.AlreadyExpired, board.Offer(Request, Terms("Q2", validUntil: clock.Now.PlusMilliseconds(2_019))));
    }

    [Theory]
    [InlineData(994, true)]
    [InlineData(995, false)]
    [InlineData(2_000, false)]
    public void TryTake_ByTheVenuesClock_OnlyWhileItIsGood(int after, bool leaves)
    {
        QuoteBoard board = Board();
        board.Offer(Request, Terms("Q1", validUntil: clock.Now.PlusMilliseconds(1_000)));
        time.Advance(TimeSpan.FromMilliseconds(after));
        string? objection = board.TryTake(Child(1, "Q1", validUntil: new Instant(long.MaxValue)));
        Assert.Equal(leaves, objection is null);
        if (!leaves)
            Assert.Contains("expired before it could be taken", objection, StringComparison.Ordinal);
    }

    [Fact]
    public void End_OvertakesItsQuote_TheQuoteDoesNotCome()
    {
        QuoteBoard board = Board();
        board.End(Request, "Q1", QuoteEnding.Withdrawn, "gone");
        Assert.Equal(QuoteFault.AlreadyEnded, board.Offer(Request, Terms("Q1")));
        Assert.Empty(sink.Events);
    }

    [Fact]
    public void Offer_NewTermsUnderTheSameId_ReplaceThoseBefore()
    {
        QuoteBoard board = Board();
        board.Offer(Request, Terms("Q1"));
        board.Offer(Request, Terms("Q1"));
        Assert.Null(board.Offer(Request, Terms("Q1") with { Price = new PriceTicks(201) }));
        Assert.Equal([200L, 201L], sink.Events.OfType<QuoteReceived>().Select(one => one.Quote.Price.Value));
        Assert.Contains("side or price", board.TryTake(Child(1, "Q1")), StringComparison.Ordinal);
        Assert.Null(board.TryTake(Child(1, "Q1") with { LimitPrice = new PriceTicks(201) }));
        Assert.Equal(QuoteFault.AlreadyEnded, board.Offer(Request, Terms("Q1") with { Price = new PriceTicks(202) }));
    }

    [Fact]
    public void TryTake_OnlyOneOfARequestCanBeTaken_EndsTheOthers()
    {
        QuoteBoard board = Board(onePerRequest: true);
        board.Offer(Request, Terms("Q1"));
        board.Offer(Request, Terms("Q2", "brae"));
        Assert.Null(board.TryTake(Child(1, "Q1")));
        Assert.Equal(("Q2", QuoteEnding.Withdrawn), Assert.Single(sink.Events.OfType<QuoteEnded>().Select(one => (one.QuoteId, one.Ending))));
        Assert.Contains("withdrawn", board.TryTake(Child(2, "Q2")), StringComparison.Ordinal);
        Assert.Equal(QuoteFault.AlreadyEnded, board.Offer(Request, Terms("Q3", "brae")));
    }

    [Theory]
    [InlineData("other account")]
    [InlineData("other side")]
    [InlineData("other request")]
    [InlineData("unknown quote")]
    public void TryTake_WhatWasNotOffered_IsRefusedByName(string what)
    {
        QuoteBoard board = Board();
        board.Offer(Request, Terms("Q1"));
        ChildOrderTerms good = Child(1, "Q1");
        ChildOrderTerms bad = what switch
        {
            "other account" => good with { Subaccount = new SubaccountId(9) },
            "other side" => good with { Side = Side.Sell },
            "other request" => good with { Quote = good.Quote! with { Request = new QuoteRequestId(new ParentOrderId(2), 1, 0) } },
            _ => good with { Quote = good.Quote! with { QuoteId = "Q9" } },
        };
        Assert.NotNull(board.TryTake(bad));
        Assert.Null(board.TryTake(good));
    }

    [Fact]
    public void Offer_FromMakers_NamesTheOneOrRefuses()
    {
        QuoteBoard board = Board();
        Assert.Equal(QuoteFault.MissingMaker, board.Offer(Request, Terms("Q1", "")));
        Assert.Equal(QuoteFault.MakerNotAsked, board.Offer(Request, Terms("Q1", "stranger")));
        Assert.Equal(QuoteFault.UnknownRequest, board.Offer(new QuoteRequestId(new ParentOrderId(5), 1, 0), Terms("Q1")));
        QuoteRequestId single = new(new ParentOrderId(6), 1, 0);
        board.TryOpen(Ask(single) with { Makers = ["only"] }, Bitcoin, null);
        Assert.Null(board.Offer(single, Terms("Q1", "")));
        Assert.Equal("only", Assert.Single(sink.Events.OfType<QuoteReceived>()).Quote.Maker);
    }

    [Fact]
    public void TryOpen_MoreThanMayBeOpen_IsLostByNameAndRoomComesBack()
    {
        QuoteBoard board = new(new QuoteOptions { OpenRequests = 1, QuotesPerRequest = 1 }, sink, clock, onePerRequest: false);
        QuoteRequestId second = new(new ParentOrderId(2), 1, 0);
        Assert.True(board.TryOpen(Ask(Request), Bitcoin, null));
        Assert.False(board.TryOpen(Ask(second), Bitcoin, null));
        QuoteRequestEnded lost = Assert.Single(sink.Events.OfType<QuoteRequestEnded>());
        Assert.Equal((second, QuoteRequestEnding.Lost, "1 requests for quotes are open"), (lost.Request, lost.Ending, lost.Reason));
        Assert.Null(board.Offer(Request, Terms("Q1")));
        Assert.Equal(QuoteFault.TooMany, board.Offer(Request, Terms("Q2")));
        time.Advance(TimeSpan.FromSeconds(70));
        Assert.True(board.TryOpen(Ask(second), Bitcoin, null));
    }

    [Fact]
    public void Tick_TimeToAnswerIsOver_IsToldOnce()
    {
        QuoteBoard board = Board();
        board.Offer(Request, Terms("Q1"));
        time.Advance(TimeSpan.FromMilliseconds(251));
        board.Tick();
        board.Tick();
        Assert.Equal(
            [("alba", QuoteRequestEnding.Answered), (null, QuoteRequestEnding.TimedOut)],
            sink.Events.OfType<QuoteRequestEnded>().Select(one => (one.Maker, one.Ending)));
    }

    /// <summary>
    /// Random quotes, repetitions, ends, takes and steps of time in random order: a quote is taken at most once, never after its end was told
    /// and never when the venue's clock may show its expiry; and an end is told at most once and never of a taken quote.
    /// </summary>
    [Fact]
    public void Board_InAnyOrder_KeepsItsPromises()
    {
        for (int seed = 1; seed <= 500; seed++)
        {
            Random random = new(seed);
            RecordedSink seen = new();
            ManualTime now = new();
            VenueClock venue = new(now);
            long skew = random.Next(-2_000, 2_000);
            venue.Synchronise(venue.Now.PlusMilliseconds(-20), venue.Now.PlusMilliseconds(skew - 10), venue.Now);
            QuoteBoard board = new(new QuoteOptions(), seen, venue, onePerRequest: random.Next(2) == 0);
            board.TryOpen(Ask(Request, venue.Now), Bitcoin, null);
            Dictionary<string, Instant> expiries = [];
            HashSet<string> taken = [];
            for (int step = 0; step < 60; step++)
            {
                string id = $"Q{random.Next(6)}";
                if (!expiries.TryGetValue(id, out Instant expiry))
                    expiries[id] = expiry = venue.VenueNow.PlusMilliseconds(random.Next(50, 600));
                switch (random.Next(5))
                {
                    case 0:
                        board.Offer(Request, Terms(id, validUntil: expiry));
                        break;
                    case 1:
                        board.End(Request, id, QuoteEnding.Withdrawn, "");
                        break;
                    case 2:
                        now.Advance(TimeSpan.FromMilliseconds(random.Next(30)));
                        board.Tick();
                        break;
                    default:
                        bool ended = seen.Events.OfType<QuoteEnded>().Any(one => one.QuoteId == id);
                        if (board.TryTake(Child(step, id, validUntil: new Instant(long.MaxValue))) is null)
                        {
                            Assert.True(taken.Add(id), $"seed {seed}: {id} was taken twice");
                            Assert.False(ended, $"seed {seed}: {id} was taken after its end");
                            Assert.True(venue.LatestVenueNow < expiry, $"seed {seed}: {id} was taken after its expiry");
                            Assert.Contains(seen.Events.OfType<QuoteReceived>(), one => one.Quote.QuoteId == id);
                        }

                        break;
                }
            }

            Assert.True(seen.Events.OfType<QuoteEnded>().GroupBy(one => one.QuoteId).All(group => group.Count() == 1), $"seed {seed}: an end was told twice");
            Assert.DoesNotContain(seen.Events.OfType<QuoteEnded>(), one => taken.Contains(one.QuoteId));
        }
    }

    [Theory]
    [InlineData(-1, 5, 100, 50, "LastLook")]
    [InlineData(60_001, 5, 100, 50, "LastLook")]
    [InlineData(0, -1, 100, 50, "ExpiryMargin")]
    [InlineData(0, 10_001, 100, 50, "ExpiryMargin")]
    [InlineData(0, 5, 0, 50, "OpenRequests")]
    [InlineData(0, 5, 100, 0, "QuotesPerRequest")]
    public void Validate_OptionThatCannotWork_IsNamed(int lastLook, int margin, int open, int quotes, string name)
    {
        QuoteOptions options = new()
        {
            LastLook = TimeSpan.FromMilliseconds(lastLook),
            ExpiryMargin = TimeSpan.FromMilliseconds(margin),
            OpenRequests = open,
            QuotesPerRequest = quotes,
        };
        Assert.Contains(name, Assert.Single(options.Validate()), StringComparison.Ordinal);
    }

    private QuoteBoard Board(bool onePerRequest = false)
    {
        QuoteBoard board = new(new QuoteOptions(), sink, clock, onePerRequest);
        Assert.True(board.TryOpen(Ask(Request), Bitcoin, null));
        return board;
    }

    private RequestQuotes Ask(QuoteRequestId id) => Ask(id, clock.Now);

    private static RequestQuotes Ask(QuoteRequestId id, Instant now) => new(id, Bitcoin.Id, Side.Buy, new QuantityLots(3_000), now.PlusMilliseconds(250))
    {
        Subaccounts = [Ours],
        Makers = ["alba", "brae"],
    };

    private QuoteTerms Terms(string id, string maker = "alba", Instant? validUntil = null) =>
        new(id, maker, new PriceTicks(200), new QuantityLots(3_000), new QuantityLots(1_000), validUntil ?? clock.VenueNow.PlusMilliseconds(1_000));

    private static ChildOrderTerms Child(long parent, string quote, Instant? validUntil = null) =>
        new(new ChildOrderId(new ParentOrderId(parent), 1, 0), Ours, Bitcoin.Id, Side.Buy, new QuantityLots(2_000), new PriceTicks(200), false)
        {
            Quote = new ChildQuote(Request, quote, "alba", validUntil ?? new Instant(long.MaxValue), false),
        };

    private sealed class ManualTime : TimeProvider
    {
        private DateTimeOffset now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

        public void Advance(TimeSpan by) => now += by;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
