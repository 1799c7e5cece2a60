using MarginRouter.Core.Engine;

namespace MarginRouter.Gateway;

/// <summary>What every desk's session needs of the gateway.</summary>
/// <param name="Firm">Names of venues, instruments and accounts.</param>
/// <param name="InstanceTag">Tag of the journal.</param>
/// <param name="Time">The clock.</param>
internal sealed record DeskSessionParts(Firm Firm, string InstanceTag, TimeProvider Time);
