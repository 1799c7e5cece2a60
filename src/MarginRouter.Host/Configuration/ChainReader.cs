using System.Numerics;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Amm;

namespace MarginRouter.Host.Configuration;

/// <summary>Reads what a venue of pools states of its chain, and of an instrument which pool it is.</summary>
internal static class ChainReader
{
    private const decimal WeiPerGwei = 1_000_000_000m;
    private const decimal MostGwei = 1_000_000m;
    private const int AddressLength = 42;

    /// <summary>The section <c>chain</c> of a venue file, with the pools that its instruments have named.</summary>
    public static ChainSettings Read(JsonSection section, IEnumerable<AmmPoolOptions> pools)
    {
        ChainSettings settings = new(
            section.Whole("chainId", 1, int.MaxValue),
            new Asset(section.Text("gasAsset")),
            Wei(section, "largestGasPriceGwei"),
            Wei(section, "tipGwei"),
            section.Whole("confirmations", 0, 1_000),
            section.Whole("swapSeconds", 1, 3_600),
            [.. pools]);
        section.Close();
        foreach (Instrument instrument in settings.Pools.Select(pool => pool.Instrument))
        {
            if (instrument.Base == settings.GasAsset || instrument.Quote == settings.GasAsset)
                section.Errors.Add($"{section.Place}.gasAsset", $"{settings.GasAsset} is traded by {instrument.Symbol}: the coin for gas needs a code of its own beside its wrapped token");
        }

        return settings;
    }

    /// <summary>The section <c>pool</c> of an instrument.</summary>
    public static AmmPoolOptions ReadPool(JsonSection section, Instrument instrument)
    {
        AmmPoolKind kind = section.Choice<AmmPoolKind>("kind");
        AmmPoolOptions pool = new()
        {
            Instrument = instrument,
            Kind = kind,
            Address = Contract(section, "address"),
            Router = Contract(section, "router"),
            Base = new AmmToken(Contract(section, "baseToken"), section.Whole("baseDecimals", 0, 28)),
            Quote = new AmmToken(Contract(section, "quoteToken"), section.Whole("quoteDecimals", 0, 28)),
            FeePips = section.Whole("feePips", 0, 999_999),
            TickSpacing = kind == AmmPoolKind.Concentrated ? section.Whole("tickSpacing", 1, 16_384) : 0,
            GasLimit = section.Whole("gasLimit", 21_000, 30_000_000),
        };
        section.Close();
        if (instrument.Kind != InstrumentKind.Spot || instrument.Fees.TakerRate != 0m)
            section.Errors.Add(section.Place, "a pool is a spot instrument without takerFee: its fee is in its prices, its gas is the ticketCost");
        if (kind == AmmPoolKind.ConstantProduct && pool.FeePips % 100 != 0)
            section.Errors.Add($"{section.Place}.feePips", "a constant-product pool has a fee of whole basis points");
        return pool;
    }

    private static BigInteger Wei(JsonSection section, string name) => new(section.Number(name, 0m, MostGwei) * WeiPerGwei);

    private static string Contract(JsonSection section, string name)
    {
        string text = section.Text(name);
        if (text.Length != AddressLength || !text.StartsWith("0x", StringComparison.Ordinal) || !text[2..].All(char.IsAsciiHexDigit))
            section.Errors.Add($"{section.Place}.{name}", "is no address: 0x and 40 hexadecimal digits");
        return text;
    }
}
