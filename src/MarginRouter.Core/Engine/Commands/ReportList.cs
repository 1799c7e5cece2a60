using System.Collections.Immutable;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>Where the orders of a list stand (ListStatus, N).</summary>
/// <param name="ListId">ListID(66).</param>
/// <param name="Acknowledges">True for the first one, which acknowledges the list; false for an answer to a question.</param>
/// <param name="Orders">A report of each order of the list, in order of arrival; they carry no numbers of their own.</param>
/// <param name="At">TransactTime(60).</param>
public sealed record ReportList(string ListId, bool Acknowledges, ImmutableArray<ReportParent> Orders, Instant At) : DeskReport;
