using MarginRouter.Testing;

namespace MarginRouter.Venues.Tests.Amm;

/// <summary>A test against Uniswap's own SDK for JavaScript; reported as skipped, with the reason, where it is not installed.</summary>
public sealed class AmmSdkFactAttribute : FactAttribute
{
    /// <summary>Decides at discovery whether the test can run.</summary>
    public AmmSdkFactAttribute()
    {
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "@uniswap", "v3-sdk")))
            Skip = "@uniswap/v3-sdk is not installed: run `npm ci --ignore-scripts` in tests/interop/ammsdk";
    }

    /// <summary>Where the SDK and the script that asks it are.</summary>
    public static string Folder { get; } = Path.Combine(SharedData.Repository, "tests", "interop", "ammsdk");
}
