using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Books;
using MarginRouter.Core.Margin.Cases;

namespace MarginRouter.Core.Tests.Margin;

/// <summary>The quote asset that a contract's name states.</summary>
public sealed class BookQuoteTests
{
    [Theory]
    [InlineData("XBTUSDTM", "XBT", InstrumentKind.LinearPerpetual, "USDT")]
    [InlineData("ETHUSDCM", "ETH", InstrumentKind.LinearPerpetual, "USDC")]
    [InlineData("XBTUSDM", "XBT", InstrumentKind.InversePerpetual, "USD")]
    [InlineData("BTCUSDT-PERP", "BTC", InstrumentKind.LinearPerpetual, "USDT")]
    [InlineData("BTC-USDT-SWAP", "BTC", InstrumentKind.LinearPerpetual, "USDT")]
    [InlineData("BTC/USDT", "BTC", InstrumentKind.Spot, "USDT")]
    [InlineData("BTCUSDM", "BTC", InstrumentKind.Spot, "USDM")]
    [InlineData("SOLXLM", "SOL", InstrumentKind.LinearPerpetual, "XLM")]
    [InlineData("XBTUSDTM", "BTC", InstrumentKind.LinearPerpetual, null)]
    [InlineData("BTC-PERP", "BTC", InstrumentKind.LinearPerpetual, null)]
    public void Quote_NamesOfContracts_GivesTheAsset(string instrument, string underlying, InstrumentKind kind, string? expected)
    {
        CasePosition position = new(instrument, new Asset(underlying), kind, 1m, 1m, 1m, 1m, 1m);
        Assert.Equal(expected, BookBuilder.Quote(position)?.Code);
    }

    [Theory]
    [InlineData("kucoin/futures-cross")]
    [InlineData("kucoin/futures-isolated")]
    public void Evaluate_ContractsWithAMarkedName_CountTheirSettlementCoin(string rules)
    {
        // The same account named by the venue's code for bitcoin and by the field's: equal to the last digit, the collateral counted in both.
        MarginFigures named = ScenarioCaseText.Figures(Case(rules, "XBT"));
        MarginFigures plain = ScenarioCaseText.Figures(Case(rules, "BTC"));
        Assert.True(named.Margin!.Equity > 600m, $"{named.Margin!.Equity}");
        Assert.Equal(plain.Margin!.Equity, named.Margin!.Equity);
        Assert.Equal(plain.Margin!.MaintenanceMargin, named.Margin!.MaintenanceMargin);
        Assert.Equal(plain.Margin!.Utilisation, named.Margin!.Utilisation);
    }

    private static string Case(string rules, string bitcoin) => $$$"""
        {"rules": "{{{rules}}}",
         "tables": {"tiers": {"XBTUSDTM": [{"from": "0", "to": null, "maintenanceRate": "0.005"}], "ETHUSDTM": [{"from": "0", "to": null, "maintenanceRate": "0.01"}]}},
         "account": {"collateral": [{"asset": "USDT", "quantity": "10000"}],
                     "positions": [{"instrument": "XBTUSDTM", "underlying": "{{{bitcoin}}}", "kind": "linear", "quantity": "100", "multiplier": "0.001", "entryPrice": "60000", "mark": "60000", "leverage": "10"},
                                   {"instrument": "ETHUSDTM", "underlying": "ETH", "kind": "linear", "quantity": "-10", "multiplier": "0.01", "entryPrice": "3000", "mark": "3100", "leverage": "10"}]}}
        """;
}
