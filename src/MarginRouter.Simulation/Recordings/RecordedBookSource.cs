using MarginRouter.Core.Instruments;
using MarginRouter.Core.MarketData;
using MarginRouter.Simulation.Markets;

namespace MarginRouter.Simulation.Recordings;

/// <summary>
/// Plays a recording in scaled real time. The first advance states the recorded snapshot; later messages follow at their recorded
/// distance from it.
/// </summary>
public sealed class RecordedBookSource : IBookSource, IDisposable
{
    private readonly IBookRecording recording;
    private readonly RecordedBookOptions options;
    private readonly long shiftTicks;
    private readonly OrderBook book;
    private IEnumerator<RecordedFrame>? frames;
    private long recordedStart;
    private long playedStart;

    /// <summary>Makes the source; throws <see cref="ArgumentException"/> for a shift off the grid or a speed that is not positive.</summary>
    public RecordedBookSource(Instrument instrument, IBookRecording recording, RecordedBookOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Speed, 0);
        decimal shift = options.PriceShift / instrument.TickSize;
        if (shift != decimal.Truncate(shift))
            throw new ArgumentException($"shift {options.PriceShift} is no multiple of {instrument.TickSize}", nameof(options));
        this.recording = recording;
        this.options = options;
        shiftTicks = (long)shift;
        book = new OrderBook(instrument.Id);
    }

    /// <summary>True when the recording has been played to its end and does not begin again.</summary>
    public bool IsEnded { get; private set; }

    /// <inheritdoc />
    public void Advance(TimeSpan elapsed, BookChanges changes)
    {
        long played = (long)(elapsed.Ticks * 100 * options.Speed);
        if (frames is null)
            Begin(played, changes);
        while (frames is not null && !IsEnded && frames.Current.ReceivedNanoseconds - recordedStart <= played - playedStart)
        {
            Apply(frames.Current, changes);
            if (frames.MoveNext())
                continue;
            if (options.Loop)
                Begin(played, changes);
            else
                IsEnded = true;
        }
    }

    /// <inheritdoc />
    public void Dispose() => frames?.Dispose();

    private void Begin(long played, BookChanges changes)
    {
        frames?.Dispose();
        frames = recording.Frames().GetEnumerator();
        if (!frames.MoveNext())
            throw new InvalidDataException("the recording holds no snapshot of the instrument");
        recordedStart = frames.Current.ReceivedNanoseconds;
        playedStart = played;
        Apply(frames.Current, changes);
        if (!frames.MoveNext())
            IsEnded = true;
    }

    private void Apply(RecordedFrame frame, BookChanges changes)
    {
        if (frame.IsWholeBook)
        {
            book.BeginSnapshot();
            changes.BeginWholeBook();
        }

        foreach (LevelChange level in frame.Levels)
            Set(level.Side, new PriceTicks(level.Price.Value + shiftTicks), level.Quantity, changes);
        if (recording.Depth is int depth)
        {
            Cut(BookSide.Bid, depth, changes);
            Cut(BookSide.Ask, depth, changes);
        }
    }

    private void Cut(BookSide side, int depth, BookChanges changes)
    {
        while (book.Count(side) > depth)
            Set(side, book.Level(side, book.Count(side) - 1).Price, QuantityLots.Zero, changes);
    }

    private void Set(BookSide side, PriceTicks price, QuantityLots quantity, BookChanges changes)
    {
        book.Set(side, price, quantity);
        changes.Set(side, price, quantity);
    }
}
