using System.Collections.Immutable;

namespace MarginRouter.Core.Routing.Transfers;

/// <summary>What a decision says about moving collateral. Nobody acts on it but a person.</summary>
/// <param name="Suggestion">The transfer with the greatest net benefit; null when none is worth its cost.</param>
/// <param name="Refused">The ways that were looked at and cannot or need not be used, each with its one reason.</param>
/// <param name="WorkUnitsUsed">Work units spent on it.</param>
/// <param name="IsCutShort">True when they ended before every way had been looked at in full.</param>
public sealed record TransferAdvice(TransferSuggestion? Suggestion, ImmutableArray<RefusedTransfer> Refused, int WorkUnitsUsed, bool IsCutShort);
