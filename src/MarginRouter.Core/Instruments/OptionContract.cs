namespace MarginRouter.Core.Instruments;

/// <summary>What makes an instrument an option; it is European and its day is the instrument's expiry.</summary>
/// <param name="Right">Call or put.</param>
/// <param name="Strike">Strike per unit of the underlying, in <paramref name="StrikeAsset"/>; positive (StrikePrice 202).</param>
/// <param name="StrikeAsset">The asset in which the strike is expressed: dollars also where the option itself is priced in its underlying.</param>
public sealed record OptionContract(OptionRight Right, decimal Strike, Asset StrikeAsset);
