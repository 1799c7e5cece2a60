using System.Collections.Immutable;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Core.Engine.Baskets;

/// <summary>What is left uneven when no instrument takes so little: how far each leg is from the nearest whole blocks of all.</summary>
internal static class BasketResidual
{
    private const long BlocksLooked = 2;

    /// <summary>True when every leg is within one block of the same number of blocks.</summary>
    public static bool IsDust(BasketOrder basket) => basket.Legs.All(leg => Math.Abs(Off(leg, Level(basket))) <= leg.LotsPerBlock);

    /// <summary>The legs that are off, in base units: what each has, what is in ratio, and one block of it, which bounds the difference.</summary>
    public static ImmutableArray<Refusal> Of(BasketOrder basket)
    {
        long level = Level(basket);
        return
        [
            .. basket.Legs.Where(leg => Off(leg, level) != 0).Select(leg => new Refusal(
                RefusalReason.DustExposure,
                $"leg {leg.Request.Reference}",
                leg.Net * leg.Product.LotSize,
                level * leg.LotsPerBlock * leg.Product.LotSize,
                leg.LotsPerBlock * leg.Product.LotSize)),
        ];
    }

    /// <summary>The number of blocks from which the leg that is furthest off is off by the least; the lower one of two.</summary>
    private static long Level(BasketOrder basket)
    {
        long best = basket.Complete;
        for (long level = best + 1; level <= basket.Complete + BlocksLooked; level++)
        {
            if (Furthest(basket, level) < Furthest(basket, best))
                best = level;
        }

        return best;
    }

    private static decimal Furthest(BasketOrder basket, long level) =>
        basket.Legs.Max(leg => Math.Abs(Off(leg, level)) / (decimal)leg.LotsPerBlock);

    private static long Off(BasketLeg leg, long level) => leg.Net - (level * leg.LotsPerBlock);
}
