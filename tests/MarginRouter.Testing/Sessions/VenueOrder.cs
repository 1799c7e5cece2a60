using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;

namespace MarginRouter.Testing.Sessions;

/// <summary>What really became of a child at an invented venue, whatever the engine was told.</summary>
internal sealed class VenueOrder(ChildOrderTerms terms)
{
    public ChildOrderTerms Terms { get; } = terms;

    /// <summary>On its way, at the venue, or over.</summary>
    public VenueOrderPhase Phase { get; set; } = VenueOrderPhase.OnItsWay;

    public List<Fill> Executions { get; } = [];

    public QuantityLots Filled => new(Executions.Sum(fill => fill.Quantity.Value));

    public QuantityLots Unfilled => Terms.Quantity - Filled;

    public string VenueOrderId => $"v{CommandText.Of(Terms.Id)}";

    /// <summary>A true answer to a status query; an order on its way can no longer arrive afterwards.</summary>
    public ChildStatusReported Answer(Instant now)
    {
        VenueOrderState state = Phase switch
        {
            VenueOrderPhase.OnItsWay or VenueOrderPhase.NeverArrived => VenueOrderState.NotFound,
            VenueOrderPhase.Working => VenueOrderState.Working,
            VenueOrderPhase.Refused => VenueOrderState.Refused,
            VenueOrderPhase.Over => Unfilled.IsZero ? VenueOrderState.Filled : VenueOrderState.Ended,
        };
        if (Phase == VenueOrderPhase.OnItsWay)
            Phase = VenueOrderPhase.NeverArrived;
        bool none = Filled.IsZero;
        return new ChildStatusReported(
            Terms.Id,
            state,
            Filled,
            none ? null : Executions.Sum(fill => fill.Price * fill.Quantity.Value) / Filled.Value,
            none ? null : Executions.Sum(fill => fill.Fee),
            none ? now : Executions[^1].VenueTime);
    }
}
