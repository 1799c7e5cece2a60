using System.Collections.Immutable;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine.Commands;

/// <summary>What a mass cancel does (OrderMassCancelReport, r). Each order affected reports its own cancel beside it.</summary>
/// <param name="Request">The request.</param>
/// <param name="Affected">The orders whose cancel was begun, by their present ClOrdID.</param>
/// <param name="Refusal">Why nothing is done; null when it is.</param>
/// <param name="At">TransactTime(60).</param>
public sealed record ReportMassCancel(
    ParentsCancelRequested Request, ImmutableArray<(ParentOrderId Parent, string ClientOrderId)> Affected, Refusal? Refusal, Instant At) : DeskReport;
