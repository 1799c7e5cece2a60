using System.Collections.Immutable;

namespace MarginRouter.Simulation.Accounts;

/// <summary>Maintenance tables that the simulated USD-M venue starts with: brackets as read from Binance on 2026-08-31.</summary>
public static class UsdmTierTables
{
    private const decimal Thousand = 1_000;
    private const decimal Million = 1_000_000;

    /// <summary>BTCUSDT perpetual, rule of 2025-08-19.</summary>
    public static ImmutableArray<MaintenanceTier> Bitcoin { get; } =
    [
        new(300 * Thousand, 150, 0.004m, 0),
        new(800 * Thousand, 100, 0.005m, 300),
        new(3 * Million, 75, 0.0065m, 1_500),
        new(12 * Million, 50, 0.01m, 12_000),
        new(70 * Million, 25, 0.02m, 132_000),
        new(100 * Million, 20, 0.025m, 482_000),
        new(230 * Million, 10, 0.05m, 2_982_000),
        new(480 * Million, 5, 0.1m, 14_482_000),
        new(600 * Million, 4, 0.125m, 26_482_000),
        new(800 * Million, 3, 0.15m, 41_482_000),
        new(1_200 * Million, 2, 0.25m, 121_482_000),
        new(1_800 * Million, 1, 0.5m, 421_482_000),
    ];

    /// <summary>ETHUSDT perpetual.</summary>
    public static ImmutableArray<MaintenanceTier> Ether { get; } =
    [
        new(300 * Thousand, 150, 0.004m, 0),
        new(800 * Thousand, 100, 0.005m, 300),
        new(3 * Million, 75, 0.0065m, 1_500),
        new(12 * Million, 50, 0.01m, 12_000),
        new(50 * Million, 25, 0.02m, 132_000),
        new(65 * Million, 20, 0.025m, 382_000),
        new(150 * Million, 10, 0.05m, 2_007_000),
        new(320 * Million, 5, 0.1m, 9_507_000),
        new(400 * Million, 4, 0.125m, 17_507_000),
        new(530 * Million, 3, 0.15m, 27_507_000),
        new(800 * Million, 2, 0.25m, 80_507_000),
        new(1_200 * Million, 1, 0.5m, 280_507_000),
    ];
}
