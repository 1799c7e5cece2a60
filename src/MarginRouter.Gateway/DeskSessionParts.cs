using MarginRouter.Core.Engine;
using MarginRouter.Fix.Passwords;

using MarginRouter.Gateway.Copies;

namespace MarginRouter.Gateway;

/// <summary>What every desk's session needs of the gateway.</summary>
/// <param name="Firm">Names of venues, instruments and accounts.</param>
/// <param name="InstanceTag">Tag of the journal.</param>
/// <param name="Time">The clock.</param>
internal sealed record DeskSessionParts(Firm Firm, string InstanceTag, TimeProvider Time)
{
    /// <summary>Passwords that desks have changed; null when only the operator changes them.</summary>
    public FixPasswordStore? Passwords { get; init; }

    /// <summary>Where a drop copy session keeps its copies; null for every other session.</summary>
    public CopyArchive? Copies { get; init; }
}
