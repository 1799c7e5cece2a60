using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Funds;

namespace MarginRouter.Venues.Okx;

/// <summary>
/// The insurance fund behind a family of contracts, /api/v5/public/insurance-fund (okx.com/docs-v5). The newest row in the settlement currency
/// states the balance; rows about deleveraging state the largest balance of the last eight hours. The total over all families is not used.
/// </summary>
internal static class FamilyFund
{
    private const string Done = "0";

    /// <summary>The request about the fund of a contract, the same for all contracts of one type and family.</summary>
    public static string Path(Instrument contract)
    {
        string type = contract.Kind switch
        {
            InstrumentKind.LinearPerpetual or InstrumentKind.InversePerpetual => "SWAP",
            InstrumentKind.LinearFuture or InstrumentKind.InverseFuture => "FUTURES",
            InstrumentKind.Option => "OPTION",
            InstrumentKind.Spot => throw new ArgumentException($"{contract.Symbol} is no contract", nameof(contract)),
        };
        return $"/api/v5/public/insurance-fund?instType={type}&instFamily={string.Join('-', contract.Symbol.Split('-').Take(2))}";
    }

    /// <summary>The fund's state. Throws <see cref="VenueProtocolException"/> for a refusal and when no balance in the currency is stated.</summary>
    public static FundReading Decode(JsonElement answer, string path, Asset settlement)
    {
        if (JsonFigure.Text(answer, "code") != Done)
            throw new VenueProtocolException($"{path}: {JsonFigure.Text(answer, "code")} {JsonFigure.TextOrEmpty(answer, "msg")}");
        FundReading? newest = null;
        (decimal Balance, Instant At)? peak = null;
        foreach (JsonElement row in JsonFigure.List(answer, "data").SelectMany(fund => JsonFigure.List(fund, "details")))
        {
            if (JsonFigure.TextOrEmpty(row, "ccy") != settlement.Code || JsonFigure.Read(row, "balance") is not { } balance)
                continue;
            Instant time = JsonFigure.Milliseconds(row, "ts");
            if (newest is null || time > newest.VenueTime)
                newest = new FundReading(path, balance, time);
            if (JsonFigure.Read(row, "maxBal") is { } largest && JsonFigure.Milliseconds(row, "maxBalTs") is var at && (peak is not { } known || at > known.At))
                peak = (largest, at);
        }

        return newest is null ? throw new VenueProtocolException($"{path}: no balance in {settlement.Code}") : newest with { Peak = peak };
    }
}
