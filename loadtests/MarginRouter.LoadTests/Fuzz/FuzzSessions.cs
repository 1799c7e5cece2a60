namespace MarginRouter.LoadTests.Fuzz;

/// <summary>
/// Sessions made by hand in the shapes of each venue's documentation. Checksums are those of the books that the messages build.
/// </summary>
internal static class FuzzSessions
{
    public static FuzzSession[] All { get; } =
    [
        new("binance", "spot", BinanceSpot()),
        new("binance", "futures", BinanceFutures()),
        new("bybit", "v5", Bybit()),
        new("coinbase", "advanced trade", Coinbase()),
        new("hyperliquid", "ws", Hyperliquid()),
        new("kraken", "spot v1", KrakenSpotV1()),
        new("kraken", "spot v2", KrakenSpotV2()),
        new("kraken", "futures", KrakenFutures()),
        new("kucoin", "classic spot", KuCoinClassic()),
        new("kucoin", "classic futures", KuCoinFutures()),
        new("kucoin", "unified", KuCoinUnified()),
        new("okx", "v5", Okx()),
    ];

    private static FuzzMessage F(string text) => FuzzMessage.Frame(text);

    private static FuzzMessage[] BinanceSpot() =>
    [
        F("""{"stream":"abcusdt@depth@100ms","data":{"e":"depthUpdate","E":1700000000000,"s":"ABCUSDT","U":100,"u":101,"b":[["10.01","5"]],"a":[["10.05","1.5"]]}}"""),
        FuzzMessage.Answer("https://api.binance.com/api/v3/depth?symbol=ABCUSDT&limit=1000", """{"lastUpdateId":101,"bids":[["10.01","5.00"],["10.00","7.25"],["9.99","1"]],"asks":[["10.05","1.5"],["10.06","2"],["10.10","30"]]}"""),
        F("""{"stream":"abcusdt@depth@100ms","data":{"e":"depthUpdate","E":1700000000100,"s":"ABCUSDT","U":102,"u":104,"b":[["10.02","3"],["9.99","0"]],"a":[["10.05","0"],["10.07","4.125"]]}}"""),
        F("""{"stream":"abcusdt@bookTicker","data":{"u":104,"s":"ABCUSDT","b":"10.02","B":"3","a":"10.06","A":"2"}}"""),
        F("""{"stream":"abcusdt@depth@100ms","data":{"e":"depthUpdate","E":1700000000200,"s":"ABCUSDT","U":105,"u":105,"b":[],"a":[["10.06","0"]]}}"""),
        F("""{"stream":"abcusdt@depth@100ms","data":{"e":"depthUpdate","E":1700000000300,"s":"ABCUSDT","U":106,"u":109,"b":[["10.03","2"]],"a":[["10.04","9"]]}}"""),
    ];

    private static FuzzMessage[] BinanceFutures() =>
    [
        F("""{"stream":"abcusdt@depth","data":{"e":"depthUpdate","E":1700000000000,"T":1700000000000,"s":"ABCUSDT","U":90,"u":101,"pu":89,"b":[["10.01","5"]],"a":[["10.05","1.5"]]}}"""),
        FuzzMessage.Answer("https://fapi.binance.com/fapi/v1/depth?symbol=ABCUSDT&limit=1000", """{"lastUpdateId":100,"E":1700000000000,"T":1700000000000,"bids":[["10.01","5.00"],["10.00","7.25"]],"asks":[["10.05","1.5"],["10.06","2"]]}"""),
        F("""{"stream":"abcusdt@depth","data":{"e":"depthUpdate","E":1700000000100,"T":1700000000100,"s":"ABCUSDT","U":102,"u":110,"pu":101,"b":[["10.02","3"]],"a":[["10.05","0"]]}}"""),
        F("""{"stream":"abcusdt@depth","data":{"e":"depthUpdate","E":1700000000200,"T":1700000000200,"s":"ABCUSDT","U":115,"u":120,"pu":110,"b":[["10.02","0"]],"a":[["10.07","3"]]}}"""),
    ];

    private static FuzzMessage[] Bybit() =>
    [
        F("""{"success":true,"ret_msg":"subscribe","conn_id":"1764937c","op":"subscribe"}"""),
        F("""{"topic":"orderbook.50.ABCUSDT","type":"snapshot","ts":1700000000000,"data":{"s":"ABCUSDT","b":[["10.01","5"],["10.00","7.25"],["9.99","1"]],"a":[["10.05","1.5"],["10.06","2"]],"u":500,"seq":7000},"cts":1700000000000}"""),
        F("""{"topic":"orderbook.50.ABCUSDT","type":"delta","ts":1700000000020,"data":{"s":"ABCUSDT","b":[["10.02","3"],["9.99","0"]],"a":[["10.05","0"],["10.07","4.125"]],"u":501,"seq":7003},"cts":1700000000019}"""),
        F("""{"topic":"publicTrade.ABCUSDT","type":"snapshot","ts":1700000000021,"data":[{"T":1700000000020,"s":"ABCUSDT","S":"Sell","v":"0.5","p":"10.02","L":"MinusTick","i":"a9188a0a","BT":false,"seq":7004}]}"""),
        F("""{"topic":"tickers.ABCUSDT","type":"delta","data":{"symbol":"ABCUSDT","markPrice":"10.04","bid1Price":"10.02"},"cs":7005,"ts":1700000000022}"""),
        F("""{"topic":"orderbook.50.ABCUSDT","ts":1700000000040,"type":"delta","data":{"s":"ABCUSDT","b":[],"a":[["10.06","0"],["10.04","1"]],"u":502,"seq":7009},"cts":1700000000039}"""),
        F("""{"success":true,"ret_msg":"pong","conn_id":"1764937c","op":"ping"}"""),
        F("""{"topic":"orderbook.50.ABCUSDT","type":"snapshot","ts":1700000000060,"data":{"s":"ABCUSDT","b":[["10.01","5"]],"a":[["10.05","1.5"]],"u":1,"seq":7010},"cts":1700000000060}"""),
        F("""{"topic":"orderbook.50.ABCUSDT","type":"delta","ts":1700000000080,"data":{"s":"ABCUSDT","b":[["10.01","4"]],"a":[],"u":2,"seq":7011},"cts":1700000000080}"""),
    ];

    private static FuzzMessage[] Coinbase() =>
    [
        F("""{"channel":"subscriptions","timestamp":"2026-08-09T21:05:48.228846629Z","sequence_num":0,"events":[{"subscriptions":{"level2":["ABC-USD"]}}]}"""),
        F("""{"channel":"l2_data","timestamp":"2026-08-09T21:05:48.483587501Z","sequence_num":1,"events":[{"type":"snapshot","product_id":"ABC-USD","updates":[{"side":"bid","event_time":"2026-08-09T21:05:48.170326Z","price_level":"10.01","new_quantity":"5"},{"side":"bid","event_time":"2026-08-09T21:05:48.170326Z","price_level":"10.00","new_quantity":"7.25"},{"side":"offer","event_time":"2026-08-09T21:05:48.170326Z","price_level":"10.05","new_quantity":"1.5"}]}]}"""),
        F("""{"channel":"heartbeats","timestamp":"2026-08-09T21:05:48.856364007Z","sequence_num":2,"events":[{"current_time":"2026-08-09 21:05:48","heartbeat_counter":41691}]}"""),
        F("""{"channel":"l2_data","timestamp":"2026-08-09T21:05:49.483587501Z","sequence_num":3,"events":[{"type":"update","product_id":"ABC-USD","updates":[{"side":"bid","event_time":"2026-08-09T21:05:49.170326Z","price_level":"10.02","new_quantity":"3"},{"side":"offer","event_time":"2026-08-09T21:05:49.170326Z","price_level":"10.05","new_quantity":"0"},{"side":"offer","event_time":"2026-08-09T21:05:49.170326Z","price_level":"10.06","new_quantity":"2"}]}]}"""),
        F("""{"channel":"market_trades","timestamp":"2026-08-09T21:05:49.5Z","sequence_num":4,"events":[{"type":"update","trades":[{"product_id":"ABC-USD","trade_id":"10685","price":"10.02","size":"0.5","time":"2026-08-09T21:05:49.314318Z","side":"SELL"}]}]}"""),
        F("""{"channel":"l2_data","timestamp":"2026-08-09T21:05:50.483587501Z","sequence_num":5,"events":[{"type":"update","product_id":"ABC-USD","updates":[{"side":"bid","event_time":"2026-08-09T21:05:50.170326Z","price_level":"10.02","new_quantity":"0"}]}]}"""),
    ];

    private static FuzzMessage[] Hyperliquid() =>
    [
        F("""{"channel":"subscriptionResponse","data":{"method":"subscribe","subscription":{"type":"l2Book","coin":"ABC","nSigFigs":null,"mantissa":null}}}"""),
        F("""{"channel":"l2Book","data":{"coin":"ABC","time":1700000000000,"levels":[[{"px":"10.01","sz":"5","n":2},{"px":"10.0","sz":"7.25","n":1}],[{"px":"10.05","sz":"1.5","n":1},{"px":"10.06","sz":"2","n":3}]]}}"""),
        F("""{"channel":"trades","data":[{"coin":"ABC","side":"B","px":"10.05","sz":"0.5","time":1700000000400,"hash":"0xde47","tid":121,"users":["0xe9","0x68"]}]}"""),
        F("""{"channel":"l2Book","data":{"coin":"ABC","levels":[[{"n":2,"px":"10.02","sz":"5"}],[{"n":1,"px":"10.05","sz":"1.5"}]],"time":1700000000500}}"""),
        F("""{"channel":"bbo","data":{"coin":"ABC","time":1700000000600,"bbo":[{"px":"10.02","sz":"5","n":2},{"px":"10.05","sz":"1.5","n":1}]}}"""),
        F("""{"channel":"activeAssetCtx","data":{"coin":"ABC","ctx":{"funding":"0.0000125","openInterest":"688.11","markPx":"10.03","midPx":"10.035"}}}"""),
        F("""{"channel":"pong"}"""),
        F("""{"channel":"l2Book","data":{"coin":"ABC","time":1700000001000,"levels":[[{"px":"10.03","sz":"1","n":1}],[{"px":"10.04","sz":"1.5","n":1}]]}}"""),
    ];

    private static FuzzMessage[] KrakenSpotV1() =>
    [
        F("""{"connectionID":13834774380200032777,"event":"systemStatus","status":"online","version":"1.8.1"}"""),
        F("""[560,{"as":[["10.05000","1.50000000","1618678132.8"],["10.06000","2.00000000","1618678132.8"]],"bs":[["10.01000","5.00000000","1618678132.8"],["10.00000","7.25000000","1618678132.8"]]},"book-10","ABC/USD"]"""),
        F("""{"event":"heartbeat"}"""),
        F("""[560,{"b":[["10.02000","3.00000000","1618678133.1"]],"c":"CRC1"},"book-10","ABC/USD"]""".Replace("CRC1", FuzzChecksums.Kraken("1005000 150000000 1006000 200000000", "1002000 300000000 1001000 500000000 1000000 725000000"), StringComparison.Ordinal)),
        F("""[560,{"a":[["10.05000","0.00000000","1618678133.2"]]},{"b":[["10.00000","0.00000000","1618678133.2"]],"c":"CRC2"},"book-10","ABC/USD"]""".Replace("CRC2", FuzzChecksums.Kraken("1006000 200000000", "1002000 300000000 1001000 500000000"), StringComparison.Ordinal)),
    ];

    private static FuzzMessage[] KrakenSpotV2() =>
    [
        F("""{"channel":"status","type":"update","data":[{"version":"2.0.10","system":"online","api_version":"v2","connection_id":13834774380200032777}]}"""),
        F("""{"method":"subscribe","result":{"channel":"book","depth":10,"snapshot":true,"symbol":"ABC/USD"},"success":true,"time_in":"2026-08-24T22:21:57.110183Z","time_out":"2026-08-24T22:21:57.110283Z"}"""),
        F("""{"channel":"book","type":"snapshot","data":[{"symbol":"ABC/USD","bids":[{"price":10.01,"qty":5.00000000},{"price":10.00,"qty":7.25000000}],"asks":[{"price":10.05,"qty":1.50000000},{"price":10.06,"qty":2.00000000}],"checksum":CRC1,"timestamp":"2026-08-24T22:21:57.110183Z"}]}""".Replace("CRC1", FuzzChecksums.Kraken("1005 150000000 1006 200000000", "1001 500000000 1000 725000000"), StringComparison.Ordinal)),
        F("""{"channel":"book","type":"update","data":[{"symbol":"ABC/USD","bids":[{"price":10.02,"qty":3.00000000}],"asks":[{"price":10.05,"qty":0.00000000}],"checksum":CRC2,"timestamp":"2026-08-24T22:21:58.110183Z"}]}""".Replace("CRC2", FuzzChecksums.Kraken("1006 200000000", "1002 300000000 1001 500000000 1000 725000000"), StringComparison.Ordinal)),
        F("""{"channel":"heartbeat"}"""),
        F("""{"channel":"ticker","type":"update","data":[{"symbol":"ABC/USD","bid":10.02,"bid_qty":3.0,"ask":10.06,"ask_qty":2.0,"last":10.05,"volume":2.5}]}"""),
        F("""{"channel":"book","type":"update","data":[{"symbol":"ABC/USD","bids":[{"price":10.00,"qty":0.00000000}],"asks":[],"checksum":CRC3,"timestamp":"2026-08-24T22:21:59.110183Z"}]}""".Replace("CRC3", FuzzChecksums.Kraken("1006 200000000", "1002 300000000 1001 500000000"), StringComparison.Ordinal)),
    ];

    private static FuzzMessage[] KrakenFutures() =>
    [
        F("""{"event":"subscribed","feed":"book","product_ids":["PI_ABCUSD"]}"""),
        F("""{"feed":"book_snapshot","product_id":"PI_ABCUSD","timestamp":1626992741062,"seq":40,"tickSize":null,"bids":[{"price":10.01,"qty":500.0},{"price":10.0,"qty":725.0}],"asks":[{"price":10.05,"qty":150.0},{"price":10.06,"qty":200.0}]}"""),
        F("""{"feed":"book","product_id":"PI_ABCUSD","side":"buy","seq":41,"price":10.02,"qty":300.0,"timestamp":1626992741072}"""),
        F("""{"feed":"book","product_id":"PI_ABCUSD","side":"sell","seq":42,"price":10.05,"qty":0.0,"timestamp":1626992741082}"""),
        F("""{"feed":"trade","product_id":"PI_ABCUSD","uid":"05af78ac","side":"sell","type":"fill","seq":653355,"time":1626992741090,"qty":15.0,"price":10.02}"""),
        F("""{"feed":"book","product_id":"PI_ABCUSD","side":"sell","seq":43,"price":10.04,"qty":10.0,"timestamp":1626992741092}"""),
    ];

    private static FuzzMessage[] KuCoinClassic() =>
    [
        F("""{"id":"NSkIrWGB1s","type":"welcome"}"""),
        F("""{"id":"1","type":"ack"}"""),
        F("""{"data":{"sequenceStart":498,"symbol":"ABC-USDT","changes":{"asks":[],"bids":[["0","0","498"]]},"sequenceEnd":498},"subject":"trade.l2update","topic":"/market/level2:ABC-USDT","type":"message"}"""),
        F("""{"data":{"sequenceStart":499,"symbol":"ABC-USDT","changes":{"asks":[["10.05","1.5","501"]],"bids":[["10.01","5","499"],["10.00","7.25","500"]]},"sequenceEnd":501},"subject":"trade.l2update","topic":"/market/level2:ABC-USDT","type":"message"}"""),
        FuzzMessage.Answer("https://api.kucoin.com/api/v3/market/orderbook/level2?symbol=ABC-USDT", """{"code":"200000","data":{"time":1700000000000,"sequence":"500","bids":[["10.01","5"],["10.00","7.25"]],"asks":[["10.06","2"]]}}"""),
        F("""{"data":{"sequenceStart":502,"symbol":"ABC-USDT","changes":{"asks":[["10.05","0","503"]],"bids":[["10.02","3","502"]]},"sequenceEnd":503},"subject":"trade.l2update","topic":"/market/level2:ABC-USDT","type":"message"}"""),
        F("""{"data":{"symbol":"ABC-USDT","sequence":"504","side":"sell","size":"0.5","price":"10.02","takerOrderId":"60","time":"1619378336197407320","type":"match","makerOrderId":"61","tradeId":"62"},"subject":"trade.l3match","topic":"/market/match:ABC-USDT","type":"message"}"""),
        F("""{"type":"message","topic":"/spotMarket/level2Depth5:ABC-USDT","subject":"level2","data":{"asks":[["10.06","2"]],"bids":[["10.02","3"],["10.01","5"]],"timestamp":1700000000100}}"""),
        F("""{"type":"message","topic":"/market/level2:ABC-USDT","subject":"trade.l2update","data":{"changes":{"asks":[["10.07","0.5","505"],["10.06","0","504"]],"bids":[["0","0","506"]]},"sequenceEnd":506,"sequenceStart":504,"symbol":"ABC-USDT","time":1700000000200}}"""),
    ];

    private static FuzzMessage[] KuCoinFutures() =>
    [
        FuzzMessage.Answer("https://api-futures.kucoin.com/api/v1/level2/snapshot?symbol=ABCUSDTM", """{"code":"200000","data":{"symbol":"ABCUSDTM","sequence":17,"asks":[[10.05,15],[10.06,20]],"bids":[[10.01,50],[10.0,72]],"ts":1700000000000000000}}"""),
        F("""{"subject":"level2","topic":"/contractMarket/level2:ABCUSDTM","type":"message","data":{"sequence":18,"change":"10.02,buy,83","timestamp":1700000000100}}"""),
        F("""{"subject":"level2","topic":"/contractMarket/level2:ABCUSDTM","type":"message","data":{"sequence":19,"change":"10.05,sell,0","timestamp":1700000000200}}"""),
        F("""{"topic":"/contract/instrument:ABCUSDTM","subject":"mark.index.price","type":"message","data":{"granularity":1000,"indexPrice":10.0,"markPrice":10.04,"timestamp":1700000000300}}"""),
        F("""{"subject":"level2","topic":"/contractMarket/level2:ABCUSDTM","type":"message","data":{"sequence":20,"change":"10.04,sell,7","timestamp":1700000000400}}"""),
    ];

    private static FuzzMessage[] KuCoinUnified() =>
    [
        F("""{"id":"1","result":true}"""),
        F("""{"T":"obu.SPOT","dp":"increment@10ms","t":"snapshot","P":1768217874990007701,"d":{"C":100,"M":1768217874986000000,"O":100,"a":[["10.05","1.5"],["10.06","2"]],"b":[["10.01","5"]],"s":"ABC-USDT"}}"""),
        F("""{"T":"obu.SPOT","dp":"increment@10ms","t":"delta","P":1768217874991007701,"d":{"C":103,"M":1768217874987000000,"O":101,"a":[["10.05","0"]],"b":[["10.02","5"],["10.02","4"]],"s":"ABC-USDT"}}"""),
        F("""{"T":"obu.SPOT","dp":"increment@10ms","t":"delta","P":1768217874992007701,"d":{"C":104,"M":1768217874988000000,"O":104,"a":[],"b":[["10.01","0"]],"s":"ABC-USDT"}}"""),
    ];

    private static FuzzMessage[] Okx() =>
    [
        F("""{"event":"subscribe","arg":{"channel":"books","instId":"ABC-USDT"},"connId":"a4d3ae55"}"""),
        F("""{"arg":{"channel":"books","instId":"ABC-USDT"},"action":"snapshot","data":[{"asks":[["10.05","1.5","0","2"],["10.06","2","0","1"]],"bids":[["10.01","5","0","1"],["10","7.25","0","4"]],"ts":"1700000000000","checksum":CRC1,"prevSeqId":-1,"seqId":700}]}""".Replace("CRC1", FuzzChecksums.Okx("10.01:5:10.05:1.5:10:7.25:10.06:2"), StringComparison.Ordinal)),
        F("""{"arg":{"channel":"books","instId":"ABC-USDT"},"action":"update","data":[{"asks":[["10.05","0","0","0"]],"bids":[["10.02","3","0","1"]],"ts":"1700000000100","checksum":CRC2,"prevSeqId":700,"seqId":719}]}""".Replace("CRC2", FuzzChecksums.Okx("10.02:3:10.06:2:10.01:5:10:7.25"), StringComparison.Ordinal)),
        F("pong"),
        F("""{"arg":{"channel":"trades","instId":"ABC-USDT"},"data":[{"instId":"ABC-USDT","tradeId":"7849","px":"10.02","sz":"1","side":"buy","ts":"1700000000150"}]}"""),
        F("""{"arg":{"channel":"mark-price","instId":"ABC-USDT"},"data":[{"instType":"MARGIN","instId":"ABC-USDT","markPx":"10.04","ts":"1700000000160"}]}"""),
        F("""{"arg":{"channel":"books","instId":"ABC-USDT"},"action":"update","data":[{"asks":[],"bids":[],"ts":"1700000000200","checksum":0,"prevSeqId":719,"seqId":719}]}"""),
        F("""{"arg":{"channel":"bbo-tbt","instId":"ABC-USDT"},"data":[{"asks":[["10.06","2","0","1"]],"bids":[["10.02","3","0","1"]],"ts":"1700000000210","seqId":720}]}"""),
        F("""{"arg":{"channel":"books","instId":"ABC-USDT"},"action":"update","data":[{"asks":[["10.04","1","0","1"]],"bids":[["10","0","0","0"]],"ts":"1700000000300","checksum":0,"prevSeqId":719,"seqId":600}]}"""),
    ];
}
