using System.Numerics;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine.Baskets;

/// <summary>A leg, and the lots of the instruments that may serve it and that some account of the desk trades.</summary>
/// <param name="Product">What it trades.</param>
/// <param name="Ratio">Base units in one unit of the basket; positive.</param>
/// <param name="Finest">Product lots of the least amount that lots of these instruments can differ by: their greatest common divisor.</param>
/// <param name="Coarsest">Product lots of the least amount that is whole lots of each of these instruments: their least common multiple.</param>
internal sealed record LegGrid(Product Product, decimal Ratio, BigInteger Finest, BigInteger Coarsest)
{
    /// <summary>The grid of a leg; that of single product lots when no account of the desk trades anything that serves it.</summary>
    public static LegGrid Of(Firm firm, (Desk Desk, string? Account) owner, BasketLegRequest leg, Product product)
    {
        BigInteger finest = BigInteger.Zero;
        BigInteger coarsest = BigInteger.One;
        foreach (InstrumentId id in product.Instruments)
        {
            Instrument instrument = firm.Reference[id];
            bool serves = leg.Serves(instrument, firm.Reference[instrument.Venue].Name);
            if (!serves || !firm.Subaccounts.Any(account => IsUsed(account, owner) && account.Instruments.Contains(id)))
                continue;
            BigInteger lots = product.LotsPer(instrument);
            finest = BigInteger.GreatestCommonDivisor(finest, lots);
            coarsest = coarsest / BigInteger.GreatestCommonDivisor(coarsest, lots) * lots;
        }

        return new LegGrid(product, leg.Ratio, finest.IsZero ? BigInteger.One : finest, coarsest);
    }

    private static bool IsUsed(Subaccount account, (Desk Desk, string? Account) owner) =>
        owner.Desk.Subaccounts.Contains(account.Id) && (owner.Account is null || owner.Account == account.Name);
}
