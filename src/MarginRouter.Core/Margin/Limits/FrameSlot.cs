using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Limits;

/// <summary>One instrument in a frame: the figures that turn a fill into money.</summary>
internal sealed class FrameSlot
{
    private string? marginName;
    private decimal? markValue;
    private (Side Side, long Price, decimal TakerRate, FillTerms Terms) last;

    /// <summary>The instrument.</summary>
    public required Instrument Instrument { get; init; }

    /// <summary>Signed lots held; for unmargined spot always zero.</summary>
    public required decimal Held { get; init; }

    /// <summary>Price at which a lot is valued, in the quote asset.</summary>
    public required decimal Mark { get; init; }

    /// <summary>Price of the quote asset in the reporting currency.</summary>
    public required decimal Rate { get; init; }

    /// <summary>Taker fee of the account's tier, as a plain fraction.</summary>
    public decimal TakerRate { get; set; }

    /// <summary>How open orders are priced.</summary>
    public required OrderRule Orders { get; init; }

    /// <summary>Value of one lot at the mark, in the quote asset.</summary>
    public decimal MarkValue => markValue ??= Mark * Instrument.BasePerLot;

    /// <summary>Name of its maintenance requirement in an explanation.</summary>
    public string MarginName => marginName ??= $"positionMargin {Instrument.Symbol}";

    /// <summary>The terms of a pending fill: at its limit price, with the taker fee.</summary>
    public FillTerms Terms(in PendingFill fill)
    {
        // The same child is asked about with several sizes: all but the size is kept from the last question.
        if (last.Side != fill.Side || last.Price != fill.LimitPrice.Value || last.TakerRate != TakerRate)
        {
            decimal price = Instrument.Price(fill.LimitPrice);
            FillTerms perLot = Terms(fill.Side, 1m, price, TakerRate * price * Instrument.BasePerLot);
            last = (fill.Side, fill.LimitPrice.Value, TakerRate, perLot);
        }

        return last.Terms with { Lots = fill.Quantity.Value };
    }

    /// <summary>The terms of a fill at a price with a fee per lot, both in the quote asset.</summary>
    public FillTerms Terms(Side side, decimal lots, decimal price, decimal feePerLot)
    {
        decimal value = price * Instrument.BasePerLot;
        decimal gain = side.Sign() * (MarkValue - value);
        return new FillTerms(side == Side.Buy, lots, price, value, Assumed(side, price), (gain - feePerLot) * Rate);
    }

    private decimal Assumed(Side side, decimal limit)
    {
        decimal highest = 0m;
        foreach (AssumedPrice assumed in side == Side.Buy ? Orders.BuyPrice : Orders.SellPrice)
        {
            decimal price = assumed.Times * assumed.Of switch
            {
                AssumedPriceKind.Limit => limit,
                AssumedPriceKind.Mark => Mark,
            };
            highest = Math.Max(highest, price);
        }

        return highest * Instrument.BasePerLot;
    }
}
