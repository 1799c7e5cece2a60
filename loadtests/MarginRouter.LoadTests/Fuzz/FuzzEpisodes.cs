using System.Text.Json;
using MarginRouter.Core.MarketData;
using MarginRouter.Venues.Grid;
using MarginRouter.Venues.Recordings;

namespace MarginRouter.LoadTests.Fuzz;

/// <summary>
/// Plays a session again and again through the venue's decoder and book builder, each time with other messages damaged, left out, doubled
/// or exchanged. Only two things may come of a damaged message: it is refused with a named fault, or the books still keep their rules.
/// </summary>
internal sealed class FuzzEpisodes(FuzzSession session, ulong seed)
{
    private readonly FuzzRandom random = new(seed);
    private byte[] last = [];

    /// <summary>Damaged messages played so far; to be read from any thread.</summary>
    public long Played => Volatile.Read(ref played);

    private long played;

    /// <summary>Damaged messages that were refused with a named fault.</summary>
    public long Refused { get; private set; }

    /// <summary>Looks at books that were live after a damaged message, all of which kept the rules.</summary>
    public long LiveBooks { get; private set; }

    /// <summary>Throws <see cref="FuzzFailureException"/> unless the undamaged session leaves only live books.</summary>
    public void PlayUndamaged()
    {
        IRecordingReplay replay = Fresh();
        foreach (FuzzMessage message in session.Messages)
            Apply(replay, message.Text, message.Url);
        BooksReport report = replay.Report([]);
        if (report.FoundFault() || report.Books.Count == 0 || report.Books.Values.Any(book => book.State != nameof(BookState.Live)))
            throw Failure($"the undamaged session does not end with live books: {report.ToJson()}", null);
    }

    /// <summary>Plays until a number of damaged messages is reached. Throws <see cref="FuzzFailureException"/> for the first break of a rule.</summary>
    public void Play(long messages)
    {
        Mutator mutator = new(random);
        while (played < messages)
        {
            IRecordingReplay replay = Fresh();
            foreach (FuzzMessage original in session.Messages)
                PlayOne(replay, mutator, original);
        }
    }

    private void PlayOne(IRecordingReplay replay, Mutator mutator, FuzzMessage original)
    {
        switch (random.Below(8))
        {
            case 0:
                Apply(replay, original.Text, original.Url);
                Check(replay);
                break;
            case 1:
                return;
            case 2:
                FuzzMessage stray = Any();
                Apply(replay, stray.Text, stray.Url);
                Check(replay);
                break;
            default:
                played++;
                if (!Apply(replay, mutator.Mutate(original.Text, Any().Text), original.Url))
                    Refused++;
                else
                    Check(replay);
                break;
        }
    }

    private FuzzMessage Any() => session.Messages[random.Below(session.Messages.Length)];

    private IRecordingReplay Fresh() =>
        RecordingReplays.Create(session.Venue) ?? throw new InvalidOperationException($"{session.Venue} has no decoder");

    /// <summary>False when the message was refused. A live adapter then opens its connection anew; here the episode goes on.</summary>
    private bool Apply(IRecordingReplay replay, byte[] text, string? url)
    {
        last = text;
        try
        {
            replay.Apply(new RecordedMessage { Kind = url is null ? RecordedKind.Received : RecordedKind.HttpAnswer, Payload = text, Url = url });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (Exception fault)
        {
            throw Failure($"{fault.GetType().Name}: {fault.Message}", fault);
        }
    }

    private void Check(IRecordingReplay replay)
    {
        foreach (GridBook book in replay.Books)
        {
            if (book.Book.State != BookState.Live)
                continue;
            LiveBooks++;
            CheckSide(book.Book, BookSide.Bid);
            CheckSide(book.Book, BookSide.Ask);
            if (book.Book.Count(BookSide.Bid) > 0 && book.Book.Count(BookSide.Ask) > 0
                && book.Book.Level(BookSide.Bid, 0).Price >= book.Book.Level(BookSide.Ask, 0).Price)
                throw Failure("a live book is crossed", null);
        }
    }

    private void CheckSide(OrderBook book, BookSide side)
    {
        for (int depth = 0; depth < book.Count(side); depth++)
        {
            BookLevel level = book.Level(side, depth);
            if (level.Price.Value <= 0 || level.Quantity.Value <= 0)
                throw Failure($"a live book has a level of {level.Quantity.Value} lots at {level.Price.Value} ticks", null);
            if (depth == 0)
                continue;
            long step = level.Price.Value - book.Level(side, depth - 1).Price.Value;
            if (side == BookSide.Bid ? step >= 0 : step <= 0)
                throw Failure($"the {side} side of a live book is out of order at depth {depth}", null);
        }
    }

    private FuzzFailureException Failure(string what, Exception? fault) => new(session, seed, played, last, what, fault);
}
