using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.Tests.Dictionaries;
using MarginRouter.LoadTests.Fuzz.Fix;

namespace MarginRouter.Fix.Tests.Fuzz;

/// <summary>A short form of <c>fuzz-fix</c>; the long one is a command of the load tests.</summary>
public sealed class FixFuzzTests
{
    [Theory]
    [InlineData(20261122, false)]
    [InlineData(20261123, true)]
    public void DamagedStreams_NeverBreakTheSession(ulong seed, bool validated)
    {
        using FixFuzzPeer peer = new(seed, validated ? new FixValidationOptions { Dictionary = SmallDictionary.Read() } : null);
        peer.Play(10_000);
        Assert.True(peer.Taken > 20_000, $"only {peer.Taken} messages were whole");
        Assert.True(peer.Delivered > (validated ? 150 : 1500), $"only {peer.Delivered} messages came through");
    }
}
