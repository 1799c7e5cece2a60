using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Venues.Trading;

/// <summary>
/// When an account's next what-if question is due and what it is about: what was traded last, for the next decision is likely to be about it
/// too, else one linear contract after the other, each side in turn. A position is supposed to grow, never to shrink, so that nothing would
/// be realised by it.
/// </summary>
internal sealed class WhatIfSchedule(TradingContext context)
{
    private readonly ImmutableArray<Instrument> instruments =
        [.. context.Instruments.All.Where(instrument => instrument.Kind is InstrumentKind.LinearPerpetual or InstrumentKind.LinearFuture)];

    private Instant? askedAt;
    private ChildOrderTerms? traded;
    private int turn;

    /// <summary>An order goes out: the next question is about its instrument and side.</summary>
    public void Note(ChildOrderTerms terms) => Volatile.Write(ref traded, terms);

    /// <summary>The question that is due after a statement, or null; one that is given counts as asked.</summary>
    public WhatIfQuestion? Next(AccountStatement statement, OrderBudget budget)
    {
        Instant now = context.Clock.Now;
        if (context.Options.WhatIfInterval is not { } interval || instruments.IsEmpty || statement.Margin?.Equity is not > 0m)
            return null;
        if (askedAt is { } last && now.NanosecondsSince(last) < interval.Ticks * 100)
            return null;
        if (2 * budget.Left < context.Options.OrdersPerWindow)
            return null;
        (Instrument instrument, Side side) = Subject(statement);
        if (Question(statement, instrument, side) is not { } question || !budget.TryTake())
            return null;
        askedAt = now;
        return question;
    }

    private (Instrument Instrument, Side Side) Subject(AccountStatement statement)
    {
        ChildOrderTerms? last = Interlocked.Exchange(ref traded, null);
        Instrument? instrument = last is null ? null : instruments.FirstOrDefault(one => one.Id == last.Instrument);
        Side side = last?.Side ?? Side.Buy;
        if (instrument is null)
        {
            instrument = instruments[turn / 2 % instruments.Length];
            side = turn % 2 == 0 ? Side.Buy : Side.Sell;
            turn = (turn + 1) % (2 * instruments.Length);
        }

        // Its price step may have changed since the start.
        instrument = context.Instruments.Find(instrument.Id)!;
        long held = Held(statement, instrument);
        return (instrument, held == 0 ? side : held > 0 ? Side.Buy : Side.Sell);
    }

    private WhatIfQuestion? Question(AccountStatement statement, Instrument instrument, Side side)
    {
        if (context.Parts.Marks.Find(instrument.Id) is not { } mark || mark < instrument.TickSize)
            return null;
        PriceTicks price = new((long)(mark / instrument.TickSize));
        decimal lots = decimal.Floor(context.Options.WhatIfShare * statement.Margin!.Equity!.Value / (mark * instrument.BasePerLot));
        QuantityLots quantity = new((long)Math.Clamp(lots, instrument.LeastOrder(price).Value, long.MaxValue / 2));
        return new WhatIfQuestion(instrument, side, quantity, price);
    }

    private static long Held(AccountStatement statement, Instrument instrument)
    {
        foreach (PositionSnapshot position in statement.Positions)
        {
            if (position.Instrument == instrument.Id)
                return position.Quantity.Value;
        }

        return 0;
    }
}
