namespace MarginRouter.Benchmarks.Splits;

/// <summary>Ways to split a parent that desks use and that know little of margin.</summary>
internal enum NaiveRouter
{
    /// <summary>All at the venue with the best first price, its accounts one after the other.</summary>
    BestVenue = 1,

    /// <summary>Over the venues in proportion to what they show, in equal parts over a venue's accounts.</summary>
    ProRata = 2,

    /// <summary>Level by level by price and fee over all venues, a venue's accounts one after the other.</summary>
    PriceSweep = 3,

    /// <summary>The price sweep, in equal parts over a venue's accounts.</summary>
    SweepSpread = 4,

    /// <summary>The price sweep, of which a check rejects every child that breaks a limit.</summary>
    SweepReject = 5,

    /// <summary>The price sweep, each slice clipped to the head-room that its account has then.</summary>
    GreedyClip = 6,
}
