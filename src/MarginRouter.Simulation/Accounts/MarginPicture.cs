using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;

namespace MarginRouter.Simulation.Accounts;

/// <summary>An account of a simulated venue at one moment, as margin models ask for it.</summary>
/// <param name="Reference">The venue's markets, numbered in the order of their symbols.</param>
/// <param name="Account">Balances that the venue can price, and positions.</param>
/// <param name="Prices">The venue's marks, and asset prices made of them.</param>
internal sealed record MarginPicture(ReferenceData Reference, MarginAccount Account, PriceVector Prices)
{
    /// <summary>What may still fill of its open orders.</summary>
    public ImmutableArray<PendingFill> Open { get; init; } = [];

    /// <summary>The venue's instrument of a symbol; throws when it is not listed.</summary>
    public Instrument Instrument(string symbol) => Reference.Instruments.First(instrument => instrument.Symbol == symbol);

    /// <summary>The same picture with one position and no balance: what the venue requires for that position.</summary>
    public MarginPicture Alone(InstrumentId instrument) => this with
    {
        Open = [],
        Account = Account with
        {
            Balances = [],
            Positions = [.. Account.Positions.Where(position => position.Instrument == instrument)],
        },
    };

    /// <summary>Profit of the open positions at their marks, in the reporting currency.</summary>
    public decimal UnrealisedProfit()
    {
        decimal total = 0m;
        foreach (PositionSnapshot position in Account.Positions)
        {
            Instrument instrument = Reference[position.Instrument];
            if (position.Quantity.IsFlat || Prices.Mark(instrument.Id) is not { } mark)
                continue;
            decimal profit = (mark.Value - position.EntryPrice) * position.Quantity.Value * instrument.BasePerLot;
            total += profit * (Prices.TryConvert(instrument.Settlement, Account.Subaccount.Reporting, out decimal rate, out _) ? rate : 0m);
        }

        return total;
    }
}
