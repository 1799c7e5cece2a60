using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Search.Instances;

/// <summary>A limit on the value of positions over several subaccounts.</summary>
/// <param name="Id">Its name.</param>
/// <param name="IsGross">True when values count without their sign.</param>
/// <param name="Subaccounts">Indexes of the subaccounts.</param>
/// <param name="Instruments">Indexes of the instruments that count.</param>
/// <param name="Limit">Most value in money.</param>
internal sealed record InstanceCap(string Id, bool IsGross, ImmutableArray<int> Subaccounts, ImmutableArray<int> Instruments, decimal Limit);
