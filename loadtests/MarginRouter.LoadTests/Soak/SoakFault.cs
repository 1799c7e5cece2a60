namespace MarginRouter.LoadTests.Soak;

/// <summary>The faults that a soak orders.</summary>
internal enum SoakFault
{
    /// <summary>Market data connections are cut.</summary>
    CutMarketData = 1,

    /// <summary>Order and account connections are cut.</summary>
    CutOrders = 2,

    /// <summary>Everything is cut.</summary>
    CutAll = 3,

    /// <summary>Book updates are lost.</summary>
    LoseTicks = 4,

    /// <summary>A checksum is wrong, where the venue has one.</summary>
    WrongChecksum = 5,

    /// <summary>Frames come twice.</summary>
    DoubleFrames = 6,

    /// <summary>Frames come in the wrong order.</summary>
    ExchangeFrames = 7,

    /// <summary>Requests over REST are answered with "too many".</summary>
    LimitRequests = 8,

    /// <summary>The venue closes for some seconds.</summary>
    Maintenance = 9,

    /// <summary>All venues' clocks jump against ours and stay there.</summary>
    ClockJump = 10,

    /// <summary>The chain is reorganised, its node does not answer, repeats old blocks or cuts its sockets.</summary>
    DisturbNode = 11,

    /// <summary>Orders are refused.</summary>
    RefuseOrders = 12,

    /// <summary>Orders are refused because they are too many.</summary>
    LimitOrders = 13,

    /// <summary>Orders are lost on the way.</summary>
    SwallowOrders = 14,

    /// <summary>Orders execute and nothing is said of them for some seconds.</summary>
    WithholdAnswers = 15,

    /// <summary>Answers are late.</summary>
    DelayAnswers = 16,

    /// <summary>An order fills less than the book shows.</summary>
    PartialFill = 17,

    /// <summary>A fill comes after the end of its order.</summary>
    LateFill = 18,

    /// <summary>Swaps revert, are dropped, replaced, delayed, not answered or refused.</summary>
    DisturbSwaps = 19,

    /// <summary>Makers refuse at their last look, let quotes run out, are silent, or say things twice or late.</summary>
    DisturbMakers = 20,
}
