namespace MarginRouter.Core.Instruments;

/// <summary>What a venue charges for a fill, as plain fractions of the notional (0.0005 = 5 basis points), in the quote asset.</summary>
/// <param name="TakerRate">Rate when the order removes liquidity; may not be negative.</param>
/// <param name="MakerRate">Rate when the order adds liquidity; negative is a rebate.</param>
public sealed record FeeSchedule(decimal TakerRate, decimal MakerRate)
{
    /// <summary>What every order costs whatever its size (a ticket, a transaction's gas), in the quote asset; not negative, default 0.</summary>
    public decimal Ticket { get; init; }
}
