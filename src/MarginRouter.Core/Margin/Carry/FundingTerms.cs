using MarginRouter.Core.Instruments;

namespace MarginRouter.Core.Margin.Carry;

/// <summary>The funding of one perpetual contract as its venue publishes it.</summary>
/// <param name="Instrument">The venue's symbol.</param>
/// <param name="Rate">Rate of one payment as a plain fraction of the position's value; positive is paid by holders of long positions.</param>
/// <param name="Cap">Largest absolute rate of one payment; null where the venue has none.</param>
/// <param name="Next">Time of the next payment.</param>
/// <param name="IntervalHours">Hours between payments; positive.</param>
public sealed record FundingTerms(string Instrument, decimal Rate, decimal? Cap, Instant Next, decimal IntervalHours);
