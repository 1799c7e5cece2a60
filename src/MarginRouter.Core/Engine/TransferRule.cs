using System.Collections.Immutable;
using MarginRouter.Core.Routing.Transfers;

namespace MarginRouter.Core.Engine;

/// <summary>A way to move collateral, and who may be told of it.</summary>
/// <param name="Route">The way.</param>
/// <param name="Desks">Desks that may see it although the giving account is not theirs; the others must have both accounts.</param>
public sealed record TransferRule(TransferRoute Route, ImmutableArray<string> Desks);
