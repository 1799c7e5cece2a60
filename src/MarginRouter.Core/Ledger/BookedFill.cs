using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Ledger;

/// <summary>A fill with what is needed to book it again.</summary>
/// <param name="Fill">The fill.</param>
/// <param name="Instrument">Its instrument.</param>
/// <param name="Side">Its side.</param>
internal sealed record BookedFill(Fill Fill, Instrument Instrument, Side Side)
{
    /// <summary>The fill that this one takes back; null for an execution.</summary>
    public Fill? Reversed { get; init; }
}
