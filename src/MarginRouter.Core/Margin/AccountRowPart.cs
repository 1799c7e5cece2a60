using System.Collections.Immutable;

namespace MarginRouter.Core.Margin;

/// <summary>What one candidate adds to a limit: the largest of its lines.</summary>
/// <param name="Candidate">Its place among the candidates asked about.</param>
/// <param name="Lines">At least one.</param>
internal readonly record struct AccountRowPart(int Candidate, ImmutableArray<AccountRowLine> Lines);
