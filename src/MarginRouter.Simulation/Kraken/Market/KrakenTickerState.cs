using MarginRouter.Core.Instruments;

namespace MarginRouter.Simulation.Kraken.Market;

/// <summary>What a ticker frame says about a pair; prices in the quote asset, quantities in base units, counted since the simulator started.</summary>
internal sealed record KrakenTickerState
{
    /// <summary>Best bid price.</summary>
    public required decimal Bid { get; init; }

    /// <summary>Size at the best bid.</summary>
    public required decimal BidQuantity { get; init; }

    /// <summary>Best ask price.</summary>
    public required decimal Ask { get; init; }

    /// <summary>Size at the best ask.</summary>
    public required decimal AskQuantity { get; init; }

    /// <summary>Price of the last trade.</summary>
    public required decimal Last { get; init; }

    /// <summary>First price seen.</summary>
    public required decimal Open { get; init; }

    /// <summary>Lowest price seen.</summary>
    public required decimal Low { get; init; }

    /// <summary>Highest price seen.</summary>
    public required decimal High { get; init; }

    /// <summary>Base units traded.</summary>
    public required decimal Volume { get; init; }

    /// <summary>Quote value traded.</summary>
    public required decimal Turnover { get; init; }

    /// <summary>Venue time.</summary>
    public required Instant Time { get; init; }

    /// <summary>A ticker that has seen one price and no trade.</summary>
    public static KrakenTickerState At(decimal price) => new()
    {
        Bid = price,
        BidQuantity = 0,
        Ask = price,
        AskQuantity = 0,
        Last = price,
        Open = price,
        Low = price,
        High = price,
        Volume = 0,
        Turnover = 0,
        Time = default,
    };

    /// <summary>The ticker after a trade.</summary>
    public KrakenTickerState After(decimal price, decimal quantity) => this with
    {
        Last = price,
        Low = Math.Min(Low, price),
        High = Math.Max(High, price),
        Volume = Volume + quantity,
        Turnover = Turnover + (price * quantity),
    };
}
