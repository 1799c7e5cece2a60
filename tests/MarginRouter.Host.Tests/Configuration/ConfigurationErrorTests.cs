using MarginRouter.Host.Configuration;

namespace MarginRouter.Host.Tests.Configuration;

/// <summary>What is wrong with a configuration is listed with file and place, all of it at once.</summary>
public sealed class ConfigurationErrorTests
{
    private const string Spot = "venues/2-binance-spot.json";
    private const string Fix = "venues/4-primefix.json";
    private const string Desk = "desks/alpha.json";
    private const string Router = "router.json";
    private const string Sheet = "due-diligence/kraken.json";

    [Theory]
    [InlineData(Spot, "\"binanceSpot\"", "\"carrierPigeon\"", $"{Spot}.protocol: 'carrierPigeon' is not one of binanceSpot")]
    [InlineData(Spot, "\"binanceSpot\"", "\"krakenFutures\"", $"{Spot}.subaccounts: the KrakenFutures adapter has market data alone: no subaccount trades there")]
    [InlineData(Spot, "\"name\": \"binance-spot\",", "", $"{Spot}.name: missing")]
    [InlineData(Spot, "\"name\": \"binance-spot\"", "\"name\": \"\"", $"{Spot}.name: a non-empty text")]
    [InlineData(Spot, "\"bookDepth\": 5000", "\"bookDepth\": 5001", $"{Spot}.bookDepth: a number from 1 to 5000 is expected, not 5001")]
    [InlineData(Spot, "\"bookDepth\": 5000", "\"bookDepth\": \"deep\"", $"{Spot}.bookDepth: a number from 1 to 5000 is expected")]
    [InlineData(Spot, "\"bookDepth\": 5000", "\"bookDepth\": 1.5", $"{Spot}.bookDepth: a whole number")]
    [InlineData(Spot, "\"bookDepth\": 5000", "\"bookDepth\": 5000, \"orderSocket\": true", $"{Spot}.orderSocket: the BinanceSpot adapter has no choice between REST and an order socket")]
    [InlineData(Fix, "\"bookDepth\"", "\"referenceData\": { \"everySeconds\": 300, \"maximumAgeSeconds\": 3600 }, \"bookDepth\"", $"{Fix}.referenceData: the Fix44 adapter reads no instruments and fees")]
    [InlineData(Spot, "\"bookDepth\": 5000", "\"bookDepth\": 5000, \"referenceData\": { \"everySeconds\": 300, \"maximumAgeSeconds\": 60 }", $"{Spot}.referenceData.maximumAgeSeconds: is below everySeconds")]
    [InlineData(Spot, "\"bookDepth\": 5000", "\"bookDepth\": 5000, \"referenceData\": { \"everySeconds\": 0, \"maximumAgeSeconds\": 60 }", $"{Spot}.referenceData.everySeconds: a number from 1")]
    [InlineData(Spot, "\"bookDepth\": 5000", "\"bookDepth\": null", $"{Spot}.bookDepth: a number from")]
    [InlineData(Spot, "\"http://demo.invalid\"", "\"over there\"", $"{Spot}.endpoints.rest: 'over there' is not an absolute address")]
    [InlineData(Spot, "\"kind\": \"spot\"", "\"kind\": \"inversePerpetual\"", $"{Router}.products[0].instruments: binance-spot:BTCUSDT is an inverse contract")]
    [InlineData(Spot, "\"kind\": \"spot\"", "\"kind\": \"inversePerpetual\"", $"{Spot}.subaccounts[0].instruments: 'BTCUSDT' is an inverse contract")]
    [InlineData(Spot, "\"kind\": \"spot\"", "\"kind\": \"option\"", $"{Spot}.instruments[0].option: is missing: an option needs its right")]
    [InlineData(Spot, "\"kind\": \"spot\"", "\"kind\": \"option\", \"expiry\": \"2026-12-25\", \"option\": { \"right\": \"call\", \"strike\": 60000, \"strikeAsset\": \"USD\" }", $"{Router}.products[0].instruments: binance-spot:BTCUSDT is an option")]
    [InlineData(Spot, "\"kind\": \"spot\"", "\"kind\": \"linearFuture\"", $"{Spot}.instruments[0].expiry: is missing")]
    [InlineData(Spot, "\"kind\": \"spot\"", "\"kind\": \"linearFuture\", \"expiry\": \"25DEC26\"", $"{Spot}.instruments[0].expiry: '25DEC26' is not a day")]
    [InlineData(Spot, "\"kind\": \"spot\"", "\"kind\": \"spot\", \"expiry\": \"2026-12-25T08:00:00Z\"", $"{Spot}.instruments[0].expiry: belongs to dated futures and options only")]
    [InlineData(Spot, "\"kind\": \"spot\"", "\"kind\": \"spot\", \"option\": { \"right\": \"call\", \"strike\": 60000, \"strikeAsset\": \"USD\" }", $"{Spot}.instruments[0].option: belongs to options only")]
    [InlineData(Router, "\"compId\"", "\"allowedNetworks\": [ \"10.0.0.0/8\", \"home\" ], \"compId\"", $"{Router}.gateway.allowedNetworks: 'home' is no network")]
    [InlineData(Desk, "\"compId\"", "\"version\": \"fix43\", \"compId\"", $"{Desk}.fix.version: 'fix43' is not one of fix42, fix44, fix50Sp2")]
    [InlineData(Desk, "\"compId\"", "\"schedule\": { \"timeZone\": \"UTC\", \"start\": \"9\", \"end\": \"17:00\" }, \"compId\"", $"{Desk}.fix.schedule.start: '9' is no time of day")]
    [InlineData(Router, "\"compId\"", "\"schedule\": { \"timeZone\": \"Moon/Tycho\", \"start\": \"09:00\", \"end\": \"17:00\" }, \"compId\"", $"{Router}.gateway.schedule.timeZone: 'Moon/Tycho' is no time zone")]
    [InlineData(Router, "\"compId\"", "\"schedule\": { \"timeZone\": \"UTC\", \"start\": \"9\", \"end\": \"17:00\" }, \"compId\"", $"{Router}.gateway.schedule.start: '9' is no time of day")]
    [InlineData(Router, "\"compId\"", "\"schedule\": { \"timeZone\": \"UTC\", \"start\": \"09:00\", \"end\": \"17:00\", \"startDay\": \"Sunday\" }, \"compId\"", $"{Router}.gateway.schedule.startDay: 'Sunday' is no day such as monday")]
    [InlineData(Router, "\"compId\"", "\"schedule\": { \"timeZone\": \"UTC\", \"start\": \"09:00\", \"end\": \"17:00\", \"startDay\": \"sunday\" }, \"compId\"", $"{Router}.gateway.schedule: a weekly session needs")]
    [InlineData(Router, "\"compId\"", "\"sessions\": [ { \"name\": \"watch\", \"desk\": \"nobody\", \"compId\": \"W\", \"username\": \"w\", \"password\": \"env:W\", \"permission\": \"copiesOnly\", \"copies\": [ \"ALPHA\" ] } ], \"compId\"", $"{Router}.gateway.sessions[0].desk: 'nobody' is not a desk")]
    [InlineData(Router, "\"compId\"", "\"sessions\": [ { \"name\": \"watch\", \"desk\": \"ALPHA\", \"compId\": \"W\", \"username\": \"w\", \"password\": \"env:W\", \"permission\": \"copiesOnly\", \"copies\": [ \"nobody\" ] } ], \"compId\"", $"{Router}.gateway.sessions[0].copies: 'nobody' is not a desk")]
    [InlineData(Router, "\"compId\"", "\"sessions\": [ { \"name\": \"watch\", \"desk\": \"ALPHA\", \"compId\": \"W\", \"username\": \"w\", \"password\": \"env:W\", \"permission\": \"copiesOnly\" } ], \"compId\"", $"{Router}.gateway.sessions[0].copies: is missing")]
    [InlineData(Router, "\"compId\"", "\"sessions\": [ { \"name\": \"watch\", \"desk\": \"ALPHA\", \"compId\": \"W\", \"username\": \"w\", \"password\": \"env:W\", \"permission\": \"everything\" } ], \"compId\"", $"{Router}.gateway.sessions[0].permission: 'everything' is not one of full, noNewOrders, readOnly, quotesOnly, copiesOnly")]
    [InlineData(Router, "\"compId\"", "\"sessions\": [ { \"name\": \"watch\", \"desk\": \"ALPHA\", \"compId\": \"W\", \"username\": \"w\", \"password\": \"env:W\", \"permission\": \"noNewOrders\" } ], \"compId\"", $"{Router}.gateway.sessions[0].permission: a session beside the desk's own has no orders")]
    [InlineData(Router, "\"compId\"", "\"sessions\": [ { \"name\": \"ALPHA\", \"desk\": \"ALPHA\", \"compId\": \"W\", \"username\": \"w\", \"password\": \"env:W\", \"permission\": \"readOnly\" } ], \"compId\"", $"{Router}.gateway.sessions[0].name: 'ALPHA' is the name of another session or desk")]
    [InlineData(Router, "\"compId\"", "\"sessions\": [ { \"name\": \"watch\", \"desk\": \"ALPHA\", \"compId\": \"ALPHA\", \"username\": \"w\", \"password\": \"env:W\", \"permission\": \"readOnly\" } ], \"compId\"", $"{Router}.gateway.sessions[0].compId: 'ALPHA' is another session's")]
    [InlineData(Router, "\"compId\"", "\"sessions\": [ { \"name\": \"watch\", \"desk\": \"ALPHA\", \"compId\": \"W\", \"username\": \"w\", \"password\": \"env:W\", \"permission\": \"readOnly\", \"accounts\": [ \"nowhere\" ] } ], \"compId\"", $"{Router}.gateway.sessions[0].accounts: 'nowhere' is not a subaccount of desk ALPHA")]
    [InlineData(Desk, "\"username\"", "\"permission\": \"copiesOnly\", \"username\"", $"{Desk}.fix.permission: copiesOnly is for a session beside")]
    [InlineData(Desk, "\"username\"", "\"accounts\": [ \"nowhere\" ], \"username\"", $"{Desk}.fix.accounts: 'nowhere' is not a subaccount of desk ALPHA")]
    [InlineData(Router, "\"compId\"", "\"messageLog\": { \"directory\": \"log\", \"files\": 0 }, \"compId\"", $"{Router}.gateway.messageLog.files: a number from 1 to 10000")]
    [InlineData(Router, "\"compId\"", "\"messageLog\": { \"folder\": \"log\" }, \"compId\"", $"{Router}.gateway.messageLog.directory: missing")]
    [InlineData(Router, "\"compId\"", "\"dictionaries\": {\"fix44\": \"/nowhere.xml\"}, \"compId\"", $"{Router}.gateway.dictionaries.fix44: /nowhere.xml: ")]
    [InlineData(Router, "\"compId\"", "\"tls\": { \"certificateFile\": \"/nowhere.pem\" }, \"compId\"", $"{Router}.gateway.tls.certificateFile: the file '/nowhere.pem' does not exist")]
    [InlineData(Router, "\"marginTables\": \"files\",", "", $"{Router}.marginTables: missing")]
    [InlineData(Router, "\"intentMilliseconds\"", "\"volatilityMilliseconds\": 0, \"intentMilliseconds\"", $"{Router}.ages.volatilityMilliseconds: a number from 1")]
    [InlineData(Spot, "\"tick\": \"0.01\"", "\"tick\": \"0\"", $"{Spot}.instruments[0].tick: a number from")]
    [InlineData(Spot, "\"minimumQuantity\": \"0.00001\"", "\"minimumQuantity\": \"0.000015\"", $"{Spot}.instruments[0].minimumQuantity: 0.000015 is no multiple")]
    [InlineData(Spot, "\"takerFee\": \"0.001\"", "\"takerFee\": \"0.11\"", $"{Spot}.instruments[0].takerFee: a number from 0 to 0.1")]
    [InlineData(Spot, "\"unmargined/spot\"", "\"unmargined/none\"", "subaccount spot-alpha: margin rule set 'unmargined/none' does not exist")]
    [InlineData(Spot, "\"utilisationLimit\": \"1\"", "\"utilisationLimit\": \"1.01\"", $"{Spot}.subaccounts[0].utilisationLimit: a number from")]
    [InlineData(Spot, "[ \"BTCUSDT\" ]", "[ \"ETHUSDT\" ]", $"{Spot}.subaccounts[0].instruments: 'ETHUSDT' is not an instrument of this venue")]
    [InlineData(Spot, "[ \"BTCUSDT\" ]", "[ 7 ]", $"{Spot}.subaccounts[0].instruments[0]: a non-empty text")]
    [InlineData(Spot, "[ \"BTCUSDT\" ]", "\"BTCUSDT\"", $"{Spot}.subaccounts[0].instruments: an array is expected")]
    [InlineData(Spot, "\"subaccounts\": [", "\"subaccounts\": [ 5,", $"{Spot}.subaccounts[0]: an object is expected")]
    [InlineData(Spot, "\"protocol\"", "\"name\": \"twice\", \"protocol\"", $"{Spot}: ")]
    [InlineData(Spot, "{", "", $"{Spot}: ")]
    [InlineData(Fix, "\"targetCompId\": \"PRIMEFIX\",", "", $"{Fix}.fix.targetCompId: missing")]
    [InlineData(Fix, "\"compId\": \"MR-ALPHA\",", "", $"{Fix}.subaccounts[0].compId: missing")]
    [InlineData(Fix, "\"name\": \"primefix\"", "\"name\": \"kraken\"", $"{Fix}: venue 'kraken' exists already")]
    [InlineData(Fix, "\"prime-alpha\"", "\"kraken-alpha\"", $"{Fix}.subaccounts[0].name: subaccount 'kraken-alpha' exists already")]
    [InlineData(Desk, "[ \"BTC-USD\" ]", "[ \"ETH-USD\" ]", $"{Desk}.products: 'ETH-USD' is not a product")]
    [InlineData(Desk, "\"usdm-alpha\"", "\"usdm-nobody\"", $"{Desk}.subaccounts: 'usdm-nobody' is not a subaccount")]
    [InlineData(Desk, "\"username\"", "\"cancelOnDisconnectMilliseconds\": -1, \"username\"", $"{Desk}.fix.cancelOnDisconnectMilliseconds: a number from 0 to 86400000")]
    [InlineData(Desk, "\"any\"", "\"some\"", $"{Desk}.policy.fillStates: 'some' is not one of any, final")]
    [InlineData(Desk, "\"maximumChildren\": 12", "\"maximumChildren\": 201", $"{Desk}.policy.maximumChildren: a number from 1 to 200")]
    [InlineData(Desk, "\"maximumChildren\": 12", "\"maximumChildren\": 12, \"maximumMarginalCostBasisPoints\": 0", $"{Desk}.policy.maximumMarginalCostBasisPoints: a number from")]
    [InlineData(Desk, "\"maximumAttempts\"", "\"preferences\": { \"venues\": [ { \"venue\": \"nowhere\" } ] }, \"maximumAttempts\"", $"{Desk}.preferences.venues[0].venue: 'nowhere' is not a venue")]
    [InlineData(Desk, "\"maximumAttempts\"", "\"preferences\": { \"venues\": [ { \"venue\": \"kraken\", \"maximumShare\": 2 } ] }, \"maximumAttempts\"", $"{Desk}.preferences.venues[0].maximumShare: a number from")]
    [InlineData(Desk, "\"maximumAttempts\"", "\"preferences\": { \"kinds\": [ \"tulips\" ] }, \"maximumAttempts\"", $"{Desk}.preferences.kinds: 'tulips' is not one of spot")]
    [InlineData(Spot, "\"bookDepth\"", "\"quotes\": { \"makers\": [ \"m1\" ] }, \"bookDepth\"", $"{Spot}.quotes: the BinanceSpot adapter asks no makers")]
    [InlineData(Fix, "\"bookDepth\"", "\"quotes\": { \"makers\": [] }, \"bookDepth\"", $"{Fix}.quotes.makers: is empty")]
    [InlineData(Fix, "\"bookDepth\"", "\"quotes\": { \"makers\": [ \"m1\", \"m1\" ] }, \"bookDepth\"", $"{Fix}.quotes.makers: names a maker twice")]
    [InlineData(Fix, "\"bookDepth\"", "\"quotes\": { \"makers\": [ \"m1\" ], \"instruments\": [ \"DOGE\" ] }, \"bookDepth\"", $"{Fix}.quotes.instruments: 'DOGE' is not an instrument")]
    [InlineData(Fix, "\"bookDepth\"", "\"quotes\": { \"makers\": [ \"m1\" ], \"lastLookMilliseconds\": 60001 }, \"bookDepth\"", $"{Fix}.quotes.lastLookMilliseconds: a number from 0 to 60000")]
    [InlineData(Fix, "\"bookDepth\"", "\"quotes\": { \"makers\": [ \"m1\" ], \"anonymous\": true }, \"bookDepth\"", $"{Fix}.quotes.anonymous: the Fix44 adapter tells makers who asks")]
    [InlineData(Router, "\"bookDepth\"", "\"quotes\": { \"minimumNotional\": 1 }, \"bookDepth\"", $"{Router}.quotes.windowMilliseconds: missing")]
    [InlineData(Router, "\"bookDepth\"", "\"quotes\": { \"asks\": false, \"maximumMakers\": 1 }, \"bookDepth\"", $"{Router}.quotes.asks: is false")]
    [InlineData(Desk, "\"maximumAttempts\"", "\"quotes\": { \"windowMilliseconds\": 250, \"minimumNotional\": -1 }, \"maximumAttempts\"", $"{Desk}.quotes.minimumNotional: a number from 0")]
    [InlineData(Spot, "\"bookDepth\"", "\"adlRankBasisPoints\": -1, \"bookDepth\"", $"{Spot}.adlRankBasisPoints: a number from")]
    [InlineData(Spot, "\"bookDepth\"", "\"riskBasisPoints\": -1, \"bookDepth\"", $"{Spot}.riskBasisPoints: a number from")]
    [InlineData(Spot, "\"bookDepth\"", "\"ordersPerWindow\": 0, \"bookDepth\"", $"{Spot}.ordersPerWindow: a number from")]
    [InlineData(Spot, "\"takerFee\"", "\"fundingPerDay\": 0.01, \"takerFee\"", $"{Spot}.instruments[0].fundingPerDay: a spot pair has no funding")]
    [InlineData(Spot, "\"utilisationLimit\"", "\"takerFees\": [ { \"instrument\": \"ETHUSDT\", \"rate\": 0 } ], \"utilisationLimit\"", $"{Spot}.subaccounts[0].takerFees[0].instruments: 'ETHUSDT' is not an instrument of this venue")]
    [InlineData(Spot, "\"utilisationLimit\"", "\"borrow\": [ { \"asset\": \"USDT\" } ], \"utilisationLimit\"", $"{Spot}.subaccounts[0].borrow[0].ratePerDay: missing")]
    [InlineData(Spot, "\"utilisationLimit\"", "\"minimumLiquidationDistance\": 1, \"utilisationLimit\"", $"{Spot}.subaccounts[0].minimumLiquidationDistance: a number from")]
    [InlineData(Router, "\"from\": \"usdm-alpha\"", "\"from\": \"usdm-nobody\"", $"{Router}.transfers.routes[0].from: 'usdm-nobody' is not a subaccount")]
    [InlineData(Router, "\"from\": \"usdm-alpha\"", "\"from\": \"usdm-bravo\"", $"{Router}.transfers.routes[0].to: is the giving account")]
    [InlineData(Router, "\"kind\": \"internal\"", "\"kind\": \"pigeon\"", $"{Router}.transfers.routes[0].kind: 'pigeon' is not one of internal, onChain, wire")]
    [InlineData(Router, "\"source\": \"made up for the demo\"", "\"note\": 1", $"{Router}.transfers.routes[0].source: missing")]
    [InlineData(Router, "\"worstSeconds\": 60", "\"worstSeconds\": 4", $"{Router}.transfers.routes[0].worstSeconds: is below expectedSeconds")]
    [InlineData(Router, "\"maximum\": \"200000\"", "\"maximum\": \"50\"", $"{Router}.transfers.routes[0].maximum: 50 is below the minimum 100")]
    [InlineData(Router, "[ \"BRAVO\" ]", "[ \"ECHO\" ]", $"{Router}.transfers.routes: 'ECHO' is not a desk")]
    [InlineData(Router, "\"network\": \"fedwire\", ", "", $"{Router}.transfers.routes[1].network: missing")]
    [InlineData(Router, "\"maximumSheetAgeDays\": 3650,", "", $"{Router}.transfers.routes[1]: transfers.maximumSheetAgeDays is missing")]
    [InlineData(Router, "\"maximumSheetAgeDays\": 3650,", "\"maximumSheetAgeDays\": 3650, \"requires\": [ \"beauty\" ],", $"{Router}.transfers.requires: 'beauty' is not one of adminKeys, audit, custody, insuranceFund")]
    [InlineData(Sheet, "\"kraken\"", "\"octopus\"", $"{Sheet}.venue: 'octopus' is not a venue")]
    [InlineData(Sheet, "\"source\": \"MarginRouter.Simulation\", ", "", $"{Sheet}.custody.source: missing")]
    [InlineData(Sheet, "\"2026-11-22\"", "\"yesterday\"", $"{Sheet}.custody.asOf: 'yesterday' is not a day")]
    [InlineData(Sheet, "\"fixedFee\": \"4\"", "\"fixedFee\": \"-4\"", $"{Sheet}.withdrawals[0].fixedFee: a number from 0")]
    [InlineData(Sheet, "\"expectedSeconds\": 14400", "\"expectedSeconds\": 500000", $"{Sheet}.withdrawals[0].worstSeconds: is below expectedSeconds")]
    [InlineData(Sheet, "\"deposits\"", "\"gossip\": 1, \"deposits\"", $"{Sheet}.gossip: unknown member")]
    [InlineData(Router, "\"bookDepth\"", "\"exposureLimits\": [ { \"name\": \"c\", \"kind\": \"net\", \"asset\": \"BTC\", \"limit\": 5 } ], \"bookDepth\"", $"{Router}.exposureLimits[0]: a limit needs subaccounts or labels")]
    [InlineData(Router, "\"bookDepth\"", "\"exposureLimits\": [ { \"name\": \"c\", \"kind\": \"net\", \"asset\": \"BTC\", \"limit\": 5, \"labels\": [ \"client:x\" ] } ], \"bookDepth\"", $"{Router}.exposureLimits[0].labels: no subaccount carries 'client:x'")]
    [InlineData(Desk, "\"maximumChildren\": 12", "\"maximumChildren\": 12, \"stressFloors\": [ { \"scenario\": \"flood\", \"utilisationLimit\": \"0.8\" } ]", $"{Desk}.policy.stressFloors[0].scenario: 'flood' is not a scenario of the stress files")]
    [InlineData(Desk, "\"maximumChildren\": 12", "\"maximumChildren\": 12, \"stressFloors\": [ { \"scenario\": \"flood\", \"utilisationLimit\": \"1.1\" } ]", $"{Desk}.policy.stressFloors[0].utilisationLimit: a number from")]
    [InlineData(Desk, "\"name\": \"ALPHA\"", "\"name\": \"BRAVO\"", "desks/bravo.json: desk 'BRAVO' exists already")]
    [InlineData(Router, "\"beforeSend\"", "\"sometimes\"", $"{Router}.journal.durability: 'sometimes' is not one of none, beforeAcknowledge, beforeSend")]
    [InlineData(Router, "\"port\": 0", "\"port\": 65536", $"{Router}.gateway.port: a number from 0 to 65535")]
    [InlineData(Router, "\"kraken:USDT/USD\"", "\"kraken:USDT/EUR\"", $"{Router}.assetPrices[1].instruments: 'kraken:USDT/EUR' is not an instrument")]
    [InlineData(Router, "\"kraken:USDT/USD\"", "\"kraken:BTC/USD\"", $"{Router}.assetPrices[1].instruments: kraken:BTC/USD is on BTC, not USDT")]
    [InlineData(Router, "{ \"asset\": \"USDT\", \"instruments\": [ \"kraken:USDT/USD\" ] },", "", $"{Router}.assetPrices[1].sources[0].instrument: binance-usdm:BTCUSDT is quoted in USDT, and no earlier rule prices USDT")]
    [InlineData(Router, "\"asset\": \"BTC\",", "\"asset\": \"BTC\", \"fixed\": \"1\",", $"{Router}.assetPrices[2]: exactly one of fixed, instruments and sources")]
    [InlineData(Router, "\"asset\": \"BTC\",", "\"asset\": \"USDT\",", $"{Router}.assetPrices[2].asset: USDT is priced already")]
    [InlineData(Router, "\"price\": \"index\"", "\"price\": \"guess\"", $"{Router}.assetPrices[2].sources[0].price: 'guess' is not one of mark, index, book")]
    [InlineData(Router, "\"binance-usdm:BTCUSDT\", \"price\"", "\"binance-spot:BTCUSDT\", \"price\"", $"{Router}.assetPrices[2].sources[0].price: binance-spot:BTCUSDT is a spot pair and has no index")]
    [InlineData(Router, "\"kraken:BTC/USD\", \"price\"", "\"kraken:USDT/USD\", \"price\"", $"{Router}.assetPrices[2].sources[2].instrument: kraken:USDT/USD is on USDT, not BTC")]
    [InlineData(Router, "{ \"instrument\": \"kraken:BTC/USD\", \"price\": \"book\" }", "{ \"instrument\": \"kraken:BTC/USD\", \"price\": \"book\" }, { \"instrument\": \"kraken:BTC/USD\", \"price\": \"book\" }", $"{Router}.assetPrices[2].sources[3]: this source is listed already")]
    [InlineData(Router, "\"price\": \"index\"", "\"price\": \"index\", \"weight\": 0", $"{Router}.assetPrices[2].sources[0].weight: a number from")]
    [InlineData(Router, "\"price\": \"index\"", "\"price\": \"index\", \"weight\": 2", $"{Router}.assetPrices[2].sources: one weight is not below that of all the others")]
    [InlineData(Router, "\"price\": \"index\"", "\"price\": \"index\", \"maximumAgeMilliseconds\": 0", $"{Router}.assetPrices[2].sources[0].maximumAgeMilliseconds: a number from 1")]
    [InlineData(Router, "\"maximumDeviation\": \"0.02\",", "", $"{Router}.assetPrices[2].maximumDeviation: missing")]
    [InlineData(Router, "\"minimumSources\": 2", "\"minimumSources\": 4", $"{Router}.assetPrices[2].minimumSources: there are only 3 sources")]
    [InlineData(Router, "\"minimumSources\": 2,", "\"minimumSources\": 2, \"averageMilliseconds\": 5000,", $"{Router}.assetPrices[2].averageMilliseconds: unknown member")]
    [InlineData(Router, "\"firstSource\"", "\"timeWeightedAverage\"", $"{Router}.assetPrices[2].averageMilliseconds: missing")]
    [InlineData(Router, "\"firstSource\"", "\"weightedMedian\"", $"{Router}.assetPrices[2].order: 'weightedMedian' stands there twice")]
    [InlineData(Router, "\"firstSource\"", "\"lastSource\"", $"{Router}.assetPrices[2].order: 'lastSource' is not one of weightedMedian, timeWeightedAverage, firstSource")]
    [InlineData(Router, "\"products\"", "\"instrumentPrices\": [ { \"instrument\": \"binance-usdm:BTCUSDT\", \"sources\": [], \"order\": [] } ], \"products\"", $"{Router}.instrumentPrices[0].instrument: BTCUSDT is a derivative")]
    [InlineData(Router, "\"products\"", "\"instrumentPrices\": [ { \"instrument\": \"kraken:BTC/USD\", \"sources\": [ { \"instrument\": \"kraken:BTC/USD\", \"price\": \"book\" } ], \"order\": [] } ], \"products\"", $"{Router}.instrumentPrices[0].order: at least one way")]
    [InlineData(Router, "\"base\": \"BTC\"", "\"base\": \"ETH\"", $"{Router}.products[0].instruments: binance-usdm:BTCUSDT is on BTC, not ETH")]
    [InlineData(Router, "\"lot\": \"0.00000001\"", "\"lot\": \"0.03\"", $"{Router}.products[0].lot: 0.03 does not divide")]
    [InlineData(Router, "\"workUnits\": 20000", "\"workUnits\": 99", $"{Router}.workUnits: a number from 100")]
    [InlineData(Router, "\"workUnits\"", "\"basketRepairs\": { \"mostWaits\": 0 }, \"workUnits\"", $"{Router}.basketRepairs.mostWaits: a number from 1 to 10000")]
    [InlineData(Router, "\"workUnits\"", "\"basketRepairs\": { \"attempts\": 3 }, \"workUnits\"", $"{Router}.basketRepairs.attempts: ")]
    [InlineData("margin/kraken/spot-margin.json", "{", "{ \"surprise\": 1,", "margin/kraken/spot-margin.json")]
    public void Load_OneFault_IsListedWithFileAndPlace(string file, string old, string changed, string expected)
    {
        using ConfigurationFolder folder = new();
        Assert.Empty(folder.Errors());
        folder.Replace(file, old, changed);

        Assert.Contains(folder.Errors(), error => error.StartsWith(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Spot, "{", "")]
    [InlineData(Spot, "\"endpoints\": {", ".endpoints")]
    [InlineData(Spot, "\"instruments\": [\n    {", ".instruments[0]")]
    [InlineData(Spot, "\"subaccounts\": [\n    {", ".subaccounts[0]")]
    [InlineData(Spot, "\"secrets\": {", ".subaccounts[0].secrets")]
    [InlineData(Fix, "\"fix\": {", ".fix")]
    [InlineData(Desk, "{", "")]
    [InlineData(Desk, "\"fix\": {", ".fix")]
    [InlineData(Desk, "\"policy\": {", ".policy")]
    [InlineData(Router, "{", "")]
    [InlineData(Router, "\"journal\": {", ".journal")]
    [InlineData(Router, "\"gateway\": {", ".gateway")]
    [InlineData(Router, "\"ages\": {", ".ages")]
    [InlineData(Router, "\"products\": [\n    {", ".products[0]")]
    public void Load_MemberThatNobodyKnows_IsAnErrorAtEveryLevel(string file, string before, string place)
    {
        using ConfigurationFolder folder = new();

        // The FIX venue's endpoint and its session have the same name: the session is the one that begins a block.
        string opening = file == Fix ? "\"fix\": {\n" : before;
        folder.Replace(file, opening, opening + " \"surprise\": 1,");

        Assert.Equal([$"{file}{place}.surprise: unknown member"], folder.Errors());
    }

    [Theory]
    [InlineData(Spot, "\"env:DEMO_SPOT_ALPHA_KEY\"", "subaccounts[0].secrets.key")]
    [InlineData(Spot, "\"env:DEMO_SPOT_ALPHA_SECRET\"", "subaccounts[0].secrets.secret")]
    [InlineData(Fix, "\"env:DEMO_PRIME_DATA_PASSWORD\"", "fix.password")]
    [InlineData(Fix, "\"env:DEMO_PRIME_ALPHA_PASSWORD\"", "subaccounts[0].secrets.password")]
    [InlineData(Desk, "\"env:DEMO_DESK_ALPHA_PASSWORD\"", "fix.password")]
    public void Load_SecretInClear_IsRefusedWithoutRepeatingIt(string file, string reference, string place)
    {
        foreach (string clear in new[] { "hunter2", "env:", "file:", "ENV:NAME" })
        {
            using ConfigurationFolder folder = new();
            folder.Replace(file, reference, $"\"{clear}\"");

            string error = Assert.Single(folder.Errors());
            Assert.Equal($"{file}.{place}: a secret is named as env:NAME or file:PATH, never written here", error);
        }
    }

    [Fact]
    public void Load_ManyFaultsInManyFiles_AreAllListed()
    {
        using ConfigurationFolder folder = new();
        folder.Replace(Spot, "\"bookDepth\": 5000", "\"bookDepth\": 0");
        folder.Replace(Spot, "\"tick\": \"0.01\"", "\"tick\": \"none\"");
        folder.Replace(Fix, "\"answerMilliseconds\": 2000", "\"answerMilliseconds\": -1");
        folder.Replace(Desk, "\"maximumAttempts\": 3", "\"maximumAttempts\": 0");
        folder.Replace(Router, "\"bookDepth\": 400", "\"bookDepth\": 0");
        folder.Write("desks/bravo.json", "not json");

        string[] places = [.. folder.Errors().Select(error => error.Split(": ")[0])];

        Assert.Equal(
            [$"{Spot}.bookDepth", $"{Spot}.instruments[0].tick", $"{Fix}.answerMilliseconds", $"{Router}.bookDepth", $"{Desk}.maximumAttempts", "desks/bravo.json"],
            places);
    }

    [Theory]
    [InlineData(Router, "router.json")]
    [InlineData("desks", "desks: the folder is missing")]
    [InlineData("venues", "venues: the folder is missing")]
    [InlineData("margin", "margin: the folder is missing")]
    public void Load_MissingPart_IsNamed(string part, string expected)
    {
        using ConfigurationFolder folder = new();
        string path = Path.Combine(folder.Path, part);
        if (File.Exists(path))
            File.Delete(path);
        else
            Directory.Delete(path, recursive: true);

        Assert.Contains(folder.Errors(), error => error.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_LotThatIsNoNumberBesideALargeMinimum_IsListedAndNotAFault()
    {
        using ConfigurationFolder folder = new();
        folder.Replace(Spot, "\"lot\": \"0.00001\"", "\"lot\": \"none\"");
        folder.Replace(Spot, "\"minimumQuantity\": \"0.00001\"", "\"minimumQuantity\": \"1000000\"");

        Assert.Contains(folder.Errors(), error => error.StartsWith($"{Spot}.instruments[0].lot: a number from", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_NamesThatMustBeUniqueTwice_AreListed()
    {
        using ConfigurationFolder folder = new();
        folder.Replace("desks/bravo.json", "\"compId\": \"BRAVO\"", "\"compId\": \"ALPHA\"");
        folder.Replace("venues/3-kraken.json", "\"symbol\": \"USDT/USD\"", "\"symbol\": \"BTC/USD\"");
        string router = folder.Read(Router);
        int product = router.IndexOf("\"products\": [", StringComparison.Ordinal) + "\"products\": [".Length;
        string copied = router[product..router.LastIndexOf(']')];
        folder.Write(Router, router[..product] + copied.TrimEnd() + "," + router[product..]);

        IReadOnlyList<string> errors = folder.Errors();

        Assert.Contains("desks/bravo.json.fix.compId: 'ALPHA' is another desk's", errors);
        Assert.Contains("venues/3-kraken.json.instruments[1].symbol: instrument 'BTC/USD' exists already", errors);
        Assert.Contains("router.json.products[1].symbol: product 'BTC-USD' exists already", errors);
    }

    [Fact]
    public void SecretSource_References_ResolveFromOverridesVariablesAndFiles()
    {
        using ConfigurationFolder folder = new();
        folder.Write("secret.txt", "from file\n");
        SecretSource source = new(System.Collections.Immutable.ImmutableDictionary<string, string>.Empty.Add("env:GIVEN", "given"));

        Assert.Equal("given", source.Resolve("env:GIVEN"));
        Assert.Equal("from file", source.Resolve($"file:{Path.Combine(folder.Path, "secret.txt")}"));
        Assert.Null(source.Resolve("env:MARGINROUTER_NO_SUCH_VARIABLE"));
        Assert.Equal(
            ["venue x: secret file:/no/such/file is not set"],
            Assert.Throws<ConfigurationException>(() => source.Require("file:/no/such/file", "venue x")).Errors);
    }
}
