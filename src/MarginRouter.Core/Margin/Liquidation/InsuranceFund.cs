namespace MarginRouter.Core.Margin.Liquidation;

/// <summary>State of a venue's insurance fund as it publishes it.</summary>
/// <param name="Balance">What is in it now, in its currency.</param>
/// <param name="Peak">The largest balance within the rule's window; not negative.</param>
/// <param name="Loss">Loss of the contract's own pool since then; not negative. Where the venue tells none, peak less balance.</param>
public sealed record InsuranceFund(decimal Balance, decimal Peak, decimal Loss)
{
    /// <summary>The share of the peak that is lost, in [0, ...); 1 where there never was anything.</summary>
    public decimal Drawdown => Peak > 0m ? Loss / Peak : 1m;

    /// <summary>The fund of a venue that tells its balance and peak only.</summary>
    public static InsuranceFund Of(decimal balance, decimal peak) => new(balance, peak, Math.Max(0m, peak - balance));
}
