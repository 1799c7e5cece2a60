using System.Reflection;
using Xunit.Sdk;

namespace MarginRouter.Venues.Tests.Conformance;

/// <summary>Runs a scenario over every venue that has all the named capabilities. Without any such venue xunit fails the scenario.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class VenueRowsAttribute(params VenueCapability[] needed) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
    {
        foreach (string venue in VenueFixtures.Names)
        {
            if (VenueFixtures.Create(venue).Capabilities.IsSupersetOf(needed))
                yield return [venue];
        }
    }
}
