// Places and cancels one order through the typed client of a venue and prints one JSON line a step: {step, ok, result | error}.
// Usage: node typed.mjs '{"client":"bybit-api","rest":"http://...","credentials":{...},"symbol":"BTCUSDT",...}'
const settings = JSON.parse(process.argv[2]);
const { rest, symbol, credentials } = settings;
const price = String(settings.price);
const quantity = String(settings.quantity);

/** Clients by package (and market): each gives back {place, cancel}, which answer with the venue's order id. */
const clients = {
    'binance spot': async () => {
        const { MainClient } = await import('binance');
        const client = new MainClient({ api_key: credentials.apiKey, api_secret: credentials.secret, baseUrl: rest });
        return {
            place: async () => (await client.submitNewOrder({ symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: +quantity, price: +price })).orderId,
            cancel: async (orderId) => (await client.cancelOrder({ symbol, orderId })).orderId,
        };
    },
    'binance usdm': async () => {
        const { USDMClient } = await import('binance');
        const client = new USDMClient({ api_key: credentials.apiKey, api_secret: credentials.secret, baseUrl: rest });
        return {
            place: async () => (await client.submitNewOrder({ symbol, side: 'BUY', type: 'LIMIT', timeInForce: 'GTC', quantity: +quantity, price: +price })).orderId,
            cancel: async (orderId) => (await client.cancelOrder({ symbol, orderId })).orderId,
        };
    },
    'bybit-api': async () => {
        const { RestClientV5 } = await import('bybit-api');
        const client = new RestClientV5({ key: credentials.apiKey, secret: credentials.secret, baseUrl: rest });
        const checked = (answer) => {
            if (answer.retCode !== 0) {
                throw new Error(JSON.stringify(answer));
            }
            return answer.result.orderId;
        };
        return {
            place: async () => checked(await client.submitOrder({ category: 'linear', symbol, side: 'Buy', orderType: 'Limit', qty: quantity, price, timeInForce: 'GTC' })),
            cancel: async (orderId) => checked(await client.cancelOrder({ category: 'linear', symbol, orderId })),
        };
    },
    'okx-api': async () => {
        const { RestClient } = await import('okx-api');
        const client = new RestClient({ apiKey: credentials.apiKey, apiSecret: credentials.secret, apiPass: credentials.password, baseUrl: rest });
        return {
            place: async () => (await client.submitOrder({ instId: symbol, tdMode: 'cross', side: 'buy', ordType: 'limit', sz: quantity, px: price }))[0].ordId,
            cancel: async (ordId) => (await client.cancelOrder({ instId: symbol, ordId }))[0].ordId,
        };
    },
    'kucoin-universal-sdk': async () => {
        const { ClientOptionBuilder, DefaultClient, Spot, TransportOptionBuilder } = (await import('kucoin-universal-sdk')).default;
        const options = new ClientOptionBuilder().setKey(credentials.apiKey).setSecret(credentials.secret).setPassphrase(credentials.password)
            .setSpotEndpoint(rest).setFuturesEndpoint(rest).setBrokerEndpoint(rest).setTransportOption(new TransportOptionBuilder().build()).build();
        const orders = new DefaultClient(options).restService().getSpotService().getOrderApi();
        return {
            place: async () => (await orders.addOrder(Spot.Order.AddOrderReq.create({
                clientOid: 'typed1', side: 'buy', symbol, type: 'limit', timeInForce: 'GTC', price, size: quantity,
            }))).orderId,
            cancel: async (orderId) => (await orders.cancelOrderByOrderId(Spot.Order.CancelOrderByOrderIdReq.create({ orderId, symbol }))).orderId,
        };
    },
    '@nktkas/hyperliquid': async () => {
        const { ExchangeClient, HttpTransport } = await import('@nktkas/hyperliquid');
        const { Wallet } = await import('ethers');
        const client = new ExchangeClient({ transport: new HttpTransport({ apiUrl: rest }), wallet: new Wallet(credentials.privateKey) });
        return {
            place: async () => (await client.order({ orders: [{ a: 0, b: true, p: price, s: quantity, r: false, t: { limit: { tif: 'Gtc' } } }], grouping: 'na' }))
                .response.data.statuses[0].resting.oid,
            cancel: async (o) => ((await client.cancel({ cancels: [{ a: 0, o }] })).response.data.statuses[0] === 'success' ? o : null),
        };
    },
};

async function step(name, call) {
    try {
        const result = await call();
        console.log(JSON.stringify({ step: name, ok: true, result: String(result) }));
        return result;
    } catch (error) {
        console.log(JSON.stringify({ step: name, ok: false, error: `${error?.constructor?.name}: ${error?.message ?? JSON.stringify(error)} ${JSON.stringify(error?.body ?? error?.msg ?? '')}` }));
        process.exit(1);
    }
}

const client = await clients[settings.client]();
const placed = await step('place', client.place);
await step('cancel', () => client.cancel(placed));
process.exit(0);
