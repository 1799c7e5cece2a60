using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Testing;
using MarginRouter.Venues.Amm;
using MarginRouter.Venues.Amm.Chain;
using MarginRouter.Venues.Amm.Market;
using MarginRouter.Venues.Amm.Pools;
using MarginRouter.Venues.Amm.Trading;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Signing;

namespace MarginRouter.Venues.Tests.Amm;

/// <summary>Calls, transactions and logs against strangers: the ethers packages, published selectors, and logs of real chains.</summary>
public sealed class SwapCallTests
{
    private const string Router = "0xe592427a0aece92de3edee1f18e0157c05861564";
    private const string Wbtc = "0x2260fac5e5542a773aa44fbcfedf7c193bc2c599";
    private const string Usdc = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48";
    private static readonly Secp256k1Key Key = new("0x4646464646464646464646464646464646464646464646464646464646464646");

    [AmmSdkFact]
    public async Task Transactions_OfRandomChildren_AreReadByEthersAsTheyWereMeant()
    {
        const int seed = 77;
        Random random = new(seed);
        StringBuilder raw = new();
        List<string> expected = [];
        for (int i = 0; i < 60; i++)
        {
            PoolView pool = Pool(i % 2 == 0 ? AmmPoolKind.Concentrated : AmmPoolKind.ConstantProduct);
            ChildOrderTerms terms = Terms(random.Next(2) == 0 ? Side.Buy : Side.Sell, random.NextInt64(1, 1L << 40), random.NextInt64(1, 1L << 40));
            long deadline = random.NextInt64(1, 4_000_000_000);
            DynamicFeeTransaction transaction = new(
                1, random.Next(3) == 0 ? 0 : random.NextInt64(0, 100_000), random.NextInt64(0, 5_000_000_000), random.NextInt64(5_000_000_000, 1L << 50), 300_000, Router,
                SwapCalls.Encode(pool, terms, Key.Address, deadline, "abc1-1-0"));
            SignedTransaction signed = transaction.Sign(Key);
            raw.Append(Hex.Of(signed.Raw)).Append('\n');
            expected.Add(Expected(pool, terms, transaction, signed.Hash, deadline));
        }

        string[] read = await AmmSdk.AskAsync("transactions.js", raw.ToString());
        for (int i = 0; i < expected.Count; i++)
            Assert.True(expected[i] == read[i], $"seed {seed}, transaction {i}:\n{expected[i]}\n{read[i]}");
    }

    [Theory]
    [InlineData("exactInputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))", "0x414bf389")]
    [InlineData("exactOutputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))", "0xdb3e2198")]
    [InlineData("swapExactTokensForTokens(uint256,uint256,address[],address,uint256)", "0x38ed1739")]
    [InlineData("swapTokensForExactTokens(uint256,uint256,address[],address,uint256)", "0x8803dbee")]
    [InlineData("transfer(address,uint256)", "0xa9059cbb")]
    [InlineData("Error(string)", "0x08c379a0")]
    public void Selector_OfAFunction_IsThePublishedOne(string signature, string selector) => Assert.Equal(selector, Hex.Of(Abi.Selector(signature)));

    [Fact]
    public void Encode_AChild_LimitsWhatIsPaidOrHadToTheUnit()
    {
        PoolView pool = Pool(AmmPoolKind.Concentrated);

        // 3 lots of 0.0001 at 60000.01: 18.000003 dollars exactly; at a finer lot it would be rounded against the order.
        Assert.Equal((30_000, 18_000_003), SwapCalls.Amounts(pool, Terms(Side.Buy, 3, 6_000_001)));
        byte[] data = SwapCalls.Encode(pool, Terms(Side.Sell, 3, 6_000_001), Key.Address, 1_700_000_000, "abc1-1-0");
        Assert.Equal("abc1-1-0", SwapCalls.ClientOrderId(data));
        Assert.Equal("", SwapCalls.ClientOrderId(data.AsSpan(0, data.Length - 8)));
    }

    [Fact]
    public void Rlp_OfTheSpecificationsExamples_IsExact()
    {
        Assert.Equal("0x83646f67", Hex.Of(Rlp.Of("dog"u8)));
        Assert.Equal("0xc88363617483646f67", Hex.Of(Rlp.List(Rlp.Of("cat"u8), Rlp.Of("dog"u8))));
        Assert.Equal("0x80", Hex.Of(Rlp.Of(BigInteger.Zero)));
        Assert.Equal("0x0f", Hex.Of(Rlp.Of(15)));
        Assert.Equal("0x820400", Hex.Of(Rlp.Of(1024)));
        Assert.Equal("0xb838", Hex.Of(Rlp.Of("Lorem ipsum dolor sit amet, consectetur adipisicing elit"u8))[..6]);
    }

    [SharedDataFact]
    public void Log_OfARealSwap_SetsThePoolAsTheChainSays()
    {
        foreach ((string file, string data) in new[] { ("pancakeswap_v3_swap_rpc.json", "data"), ("pancakeswap_v3_swap_hypersync.json", "data") })
        {
            JsonElement log = JsonElement.Parse(File.ReadAllText(SharedData.PathOf($"data/amm/logs/{file}")));
            byte[] bytes = Hex.Bytes(log.GetProperty(data).GetString());
            (BigInteger amount0, BigInteger amount1) = PoolEvents.SwapAmounts(AmmPoolKind.Concentrated, bytes);
            Assert.Equal(BigInteger.Parse("2291588381489685660", CultureInfo.InvariantCulture), amount0);
            Assert.True(amount1.Sign < 0);
            Assert.True(PoolEvents.IsSwap(AmmPoolKind.Concentrated, log.GetProperty("topics")[0].GetString()!));

            // The tick that the log states is that of its price: by our own arithmetic.
            (BigInteger price, BigInteger liquidity, int tick) = (Abi.Unsigned(bytes, 2), Abi.Unsigned(bytes, 3), Abi.Small(bytes, 4));
            Assert.Equal(tick, TickMath.TickAt(price));

            // Backwards over constant liquidity, the price before the swap follows from what came out; forwards it is the log's again.
            BigInteger before = price + ChainInteger.MulDiv(-amount1, ChainInteger.Q96, liquidity);
            ConcentratedPool pool = new(new PoolPrice(before, TickMath.TickAt(before), liquidity), new TickMap(1), 100);
            IPool after = PoolEvents.Apply(pool, log);
            Assert.Equal(new PoolPrice(price, tick, liquidity), Assert.IsType<ConcentratedPool>(after).Price);

            // The pool's fee is not in the log: the share of the payment that did not move the price says which of the tiers it is.
            BigInteger net = SqrtPriceMath.Amount0(price, before, liquidity, up: true);
            Assert.InRange((decimal)(amount0 - net) / (decimal)amount0, 0.0000999m, 0.0001001m);
        }
    }

    [SharedDataFact]
    public void Log_OfAFeeProtocol_LeavesThePoolAsItIs()
    {
        JsonElement log = JsonElement.Parse(File.ReadAllText(SharedData.PathOf("data/amm/logs/uniswap_v3_set_fee_protocol_rpc.json")));
        ConcentratedPool pool = new(new PoolPrice(ChainInteger.Q96, 0, 1000), new TickMap(60), 3000);
        Assert.Same(pool, PoolEvents.Apply(pool, log));
    }

    [Fact]
    public void Log_ThatContradictsTheTicks_IsFoundWrong()
    {
        TickMap ticks = new(60);
        ticks.Add(-600, 600, 1_000_000);
        ConcentratedPool pool = new(new PoolPrice(ChainInteger.Q96, 0, 1_000_000), ticks, 3000);
        string data = Hex.Of([.. Abi.Word(1), .. Abi.Word(-1), .. Abi.Word(TickMath.SqrtRatioAt(700)), .. Abi.Word(999), .. Abi.Word(700)]);
        JsonElement log = JsonElement.Parse($$"""{"topics":["{{PoolEvents.SwapV3}}"],"data":"{{data}}"}""");
        VenueProtocolException fault = Assert.Throws<VenueProtocolException>(() => PoolEvents.Apply(pool, log));
        Assert.Contains("liquidity", fault.Message, StringComparison.Ordinal);
    }

    private static string Expected(PoolView pool, ChildOrderTerms terms, DynamicFeeTransaction transaction, string hash, long deadline)
    {
        (BigInteger baseUnits, BigInteger quoteUnits) = SwapCalls.Amounts(pool, terms);
        bool isSell = terms.Side == Side.Sell;
        (string tokenIn, string tokenOut) = isSell ? (Wbtc, Usdc) : (Usdc, Wbtc);
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"{hash} {Key.Address} {transaction.Nonce} {transaction.Tip} {transaction.FeeCap} {transaction.GasLimit} {Router}");
        return pool.Options.Kind == AmmPoolKind.Concentrated
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{head} {(isSell ? "exactInputSingle" : "exactOutputSingle")} {tokenIn} {tokenOut} 3000 {Key.Address} {deadline} {baseUnits} {quoteUnits} 0")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{head} {(isSell ? "swapExactTokensForTokens" : "swapTokensForExactTokens")} {baseUnits} {quoteUnits} {tokenIn} {tokenOut} {Key.Address} {deadline}");
    }

    private static ChildOrderTerms Terms(Side side, long lots, long ticks) => new(
        new ChildOrderId(new ParentOrderId(1), 1, 0), new SubaccountId(3), new InstrumentId(0), side, new QuantityLots(lots), new PriceTicks(ticks), false);

    private static PoolView Pool(AmmPoolKind kind) => new(
        new AmmPoolOptions
        {
            Instrument = TestInstruments.Spot(0.01m, 0.0001m, symbol: "WBTC/USDC"),
            Kind = kind,
            Address = "0x99ac8ca7087fa4a2a1fb6357269965a2014abc35",
            Router = Router,
            Base = new AmmToken(Wbtc, 8),
            Quote = new AmmToken(Usdc, 6),
            FeePips = 3000,
            TickSpacing = 60,
        },
        levels: 10,
        bandBasisPoints: 100);
}
