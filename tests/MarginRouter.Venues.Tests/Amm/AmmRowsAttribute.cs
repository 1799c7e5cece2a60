using System.Reflection;
using Xunit.Sdk;

namespace MarginRouter.Venues.Tests.Amm;

/// <summary>Runs a scenario over both kinds of pool, both orders of tokens and both ways of learning of blocks.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AmmRowsAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        [["uniswap v2"], ["uniswap v2 polled"], ["uniswap v3"], ["uniswap v3 polled"]];
}
