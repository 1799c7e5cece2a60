using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Amm;

/// <summary>A pool and the instrument as which the router trades it.</summary>
public sealed record AmmPoolOptions
{
    /// <summary>The spot instrument: base token priced in quote token. Its taker fee is zero, because the pool's fee is in the prices.</summary>
    public required Instrument Instrument { get; init; }

    /// <summary>Its formula.</summary>
    public required AmmPoolKind Kind { get; init; }

    /// <summary>The pool's contract.</summary>
    public required string Address { get; init; }

    /// <summary>The router contract through which it is traded; it must be allowed to take both tokens from the accounts.</summary>
    public required string Router { get; init; }

    /// <summary>The token of the instrument's base asset.</summary>
    public required AmmToken Base { get; init; }

    /// <summary>The token of the instrument's quote asset.</summary>
    public required AmmToken Quote { get; init; }

    /// <summary>Fee in millionths of what is paid in: 3000 for 0.3 %. A constant-product pool's is a multiple of 100.</summary>
    public required int FeePips { get; init; }

    /// <summary>Distance of ticks of a concentrated pool: 1, 10, 60 or 200; not used for the other kind.</summary>
    public int TickSpacing { get; init; }

    /// <summary>Words of 256 ticks that are read on each side of the present one; what lies beyond is not quoted.</summary>
    public int TickWords { get; init; } = 4;

    /// <summary>Units of gas that a swap may use.</summary>
    public long GasLimit { get; init; } = 300_000;
}
