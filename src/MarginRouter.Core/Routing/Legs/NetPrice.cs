using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Legs;

/// <summary>Puts the legs of a basket into the pricing asset of the first one.</summary>
internal sealed class NetPrice
{
    private readonly ReferenceData reference;
    private readonly BasketQuestion question;
    private readonly decimal[] rates;

    public NetPrice(ReferenceData reference, BasketQuestion question)
    {
        this.reference = reference;
        this.question = question;
        rates = new decimal[question.Legs.Length];
        Asset common = reference[question.Legs[0].Product].Pricing;
        for (int leg = 0; leg < rates.Length; leg++)
        {
            if (!question.Prices.TryConvert(reference[question.Legs[leg].Product].Pricing, common, out rates[leg], out Refusal? refusal))
                Missing ??= new BasketBlock(leg, null, refusal!);
        }
    }

    /// <summary>A leg whose pricing asset cannot be converted; null when all can.</summary>
    public BasketBlock? Missing { get; }

    /// <summary>One unit of a leg's pricing asset in that of the first leg.</summary>
    public decimal Rate(int leg) => rates[leg];

    /// <summary>What candidates of all legs are compared by.</summary>
    public decimal Objective(RouteDecision?[] legs)
    {
        decimal sum = 0m;
        for (int leg = 0; leg < legs.Length; leg++)
            sum += (legs[leg]?.Cost.Objective ?? 0m) * rates[leg];
        return sum;
    }

    /// <summary>
    /// Net price of a unit when each leg fills at the worst limit of its children, or, without children now, at the average that it has
    /// filled at; null when a leg has neither.
    /// </summary>
    public decimal? Worst(RouteDecision?[] legs)
    {
        decimal net = 0m;
        for (int leg = 0; leg < legs.Length; leg++)
        {
            LegQuestion asked = question.Legs[leg];
            decimal? price = legs[leg] is { Children.IsEmpty: false } decision ? WorstLimit(asked, decision) : asked.FilledPrice;
            if (price is null)
                return null;
            net += asked.Side.Sign() * asked.Ratio * price.Value * rates[leg];
        }

        return net;
    }

    /// <summary>Null when the net limit holds; else the refusal.</summary>
    public BasketBlock? Refuse(RouteDecision?[] legs)
    {
        if (question.NetLimit is not { } limit || Worst(legs) is not { } net || net <= limit)
            return null;
        return new BasketBlock(null, null, new Refusal(RefusalReason.LimitPrice, "net price of a unit", net, null, limit));
    }

    private decimal WorstLimit(LegQuestion asked, RouteDecision decision)
    {
        decimal? worst = null;
        Asset pricing = reference[asked.Product].Pricing;
        foreach (RouteChild child in decision.Children)
        {
            Instrument instrument = reference[child.Terms.Instrument];
            question.Prices.TryConvert(instrument.Quote, pricing, out decimal rate, out _);
            decimal price = instrument.Price(child.Terms.LimitPrice) * rate;
            worst = worst is null || asked.Side.Sign() * (price - worst.Value) > 0m ? price : worst;
        }

        return worst!.Value;
    }
}
