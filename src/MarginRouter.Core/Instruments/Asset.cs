namespace MarginRouter.Core.Instruments;

/// <summary>A coin or currency. One code per asset whatever the venue calls it (Kraken's XBT is BTC here): adapters translate.</summary>
/// <param name="Code">Upper-case code, for example BTC, USDT, USD; never empty.</param>
public readonly record struct Asset(string Code)
{
    /// <inheritdoc />
    public override string ToString() => Code;
}
