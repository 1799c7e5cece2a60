using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing;

namespace MarginRouter.Host.Demo;

/// <summary>Figures of a scenario that follow from its decisions and reports.</summary>
internal static class DemoMeasures
{
    /// <summary>
    /// Realised cost of the fills against the arrival price of the first decision, fees in the pricing asset included, in basis points;
    /// positive hurts. Null when nothing filled.
    /// </summary>
    public static decimal? RealisedCostBasisPoints(DemoOutcome outcome, Firm firm)
    {
        decimal quantity = outcome.Final.CumulativeQuantity;
        if (quantity == 0 || outcome.Decisions.IsEmpty || outcome.Decisions[0].ArrivalPrice is not decimal arrival)
            return null;
        decimal slippage = (outcome.Final.AveragePrice - arrival) * quantity * outcome.Scenario.Side.Sign();
        return (slippage + Fees(outcome, firm)) / (arrival * quantity) * 10_000m;
    }

    /// <summary>Fees of all fills in the pricing asset: in the base asset at the fill's own price, in others at the prices of the first decision.</summary>
    public static decimal Fees(DemoOutcome outcome, Firm firm)
    {
        decimal fees = 0m;
        foreach (DeskReport report in outcome.Reports)
        {
            if (report.Commission is decimal commission && report.CommissionCurrency is string currency)
                fees += commission * Rate(outcome.Decisions[0], firm, new Asset(currency), report.LastPrice);
        }

        return fees;
    }

    private static decimal Rate(RouteDecision decision, Firm firm, Asset currency, decimal? lastPrice)
    {
        // A fee taken from the coin that was bought is worth what the coin was bought at.
        Product product = firm.Reference[decision.Slice.Product];
        if (currency == product.Base && lastPrice is decimal price)
            return price;
        return decision.Slice.Prices.TryConvert(currency, product.Pricing, out decimal rate, out Core.Orders.Refusal? refusal)
            ? rate
            : throw new InvalidDataException($"a fee cannot be valued: {refusal}");
    }
}
