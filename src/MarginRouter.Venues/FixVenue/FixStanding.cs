using MarginRouter.Core.Instruments;
using MarginRouter.Venues.FixVenue.Dialects;
using MarginRouter.Venues.Trading;

namespace MarginRouter.Venues.FixVenue;

/// <summary>How an order stands at a FIX venue.</summary>
/// <param name="TimeInForce">How long.</param>
/// <param name="PostOnly">True when it may only add to the book.</param>
/// <param name="ExpireTime">Until when, for <see cref="FixTimeInForce.GoodTillDate"/>; null else.</param>
public readonly record struct FixStanding(FixTimeInForce TimeInForce, bool PostOnly = false, Instant? ExpireTime = null)
{
    /// <summary>True when it may rest.</summary>
    public bool Rests => TimeInForce is not (FixTimeInForce.ImmediateOrCancel or FixTimeInForce.FillOrKill);

    /// <summary>The same in FIX words.</summary>
    public static FixStanding Of(OrderStanding standing) => standing switch
    {
        OrderStanding.Immediate => new(FixTimeInForce.ImmediateOrCancel),
        OrderStanding.Whole => new(FixTimeInForce.FillOrKill),
        OrderStanding.Resting => new(FixTimeInForce.GoodTillCancel),
        OrderStanding.PostOnly => new(FixTimeInForce.GoodTillCancel, PostOnly: true),
    };

    /// <summary>Why a venue cannot take an order that stands so, or null when it can.</summary>
    public string? Objection(FixOrderDialect dialect)
    {
        if (Word(dialect) is null)
            return $"the venue's FIX has no word for {TimeInForce}";
        if (PostOnly && dialect.PostOnly is null)
            return "the venue's FIX has no post-only orders";
        if (PostOnly && !Rests)
            return "an order that may not rest cannot be post-only";
        return (TimeInForce == FixTimeInForce.GoodTillDate) != (ExpireTime is not null)
            ? "an order stands until a time exactly when that time is given"
            : null;
    }

    /// <summary>TimeInForce (59); null where the venue has no such word.</summary>
    internal char? Word(FixOrderDialect dialect) => TimeInForce switch
    {
        FixTimeInForce.ImmediateOrCancel => dialect.ImmediateOrCancel,
        FixTimeInForce.FillOrKill => dialect.FillOrKill,
        FixTimeInForce.GoodTillCancel => dialect.GoodTillCancel,
        FixTimeInForce.Day => dialect.Day,
        FixTimeInForce.GoodTillDate => dialect.GoodTillDate,
    };
}
