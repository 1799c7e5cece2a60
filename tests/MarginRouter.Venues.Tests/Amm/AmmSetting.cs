using MarginRouter.Venues.Amm;

namespace MarginRouter.Venues.Tests.Amm;

/// <summary>Which pool, how its tokens stand, and how the adapter learns of blocks.</summary>
public sealed record AmmSetting(AmmPoolKind Kind, bool BaseIsToken0, bool Polls)
{
    public int Confirmations { get; init; } = 1;

    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(600);

    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    public static AmmSetting Of(string row) => row switch
    {
        "uniswap v2" => new AmmSetting(AmmPoolKind.ConstantProduct, BaseIsToken0: true, Polls: false),
        "uniswap v2 polled" => new AmmSetting(AmmPoolKind.ConstantProduct, BaseIsToken0: false, Polls: true),
        "uniswap v3" => new AmmSetting(AmmPoolKind.Concentrated, BaseIsToken0: true, Polls: false),
        "uniswap v3 polled" => new AmmSetting(AmmPoolKind.Concentrated, BaseIsToken0: false, Polls: true),
        _ => throw new ArgumentException(row, nameof(row)),
    };
}
