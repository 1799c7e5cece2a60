// Runs the unified calls of ccxt against a simulated venue and prints one JSON line a step: {step, ok, result | error}.
// Usage: node ccxt.mjs '{"exchange":"bybit","rest":"http://...","socket":"ws://...","symbol":"BTC/USDT:USDT",...}'
import ccxt from 'ccxt';

const patience = 20_000;
const settings = JSON.parse(process.argv[2]);

/** Sends every URL of the library to the simulator of its host and leaves its path as it is. */
function redirect(urls) {
    for (const [name, url] of Object.entries(urls)) {
        if (typeof url === 'object') {
            redirect(url);
        } else {
            const [origin, scheme, host] = url.match(/^(\w+):\/\/([^/]+)/);
            urls[name] = (settings.hosts[host] ?? (scheme.startsWith('ws') ? settings.socket : settings.rest)) + url.slice(origin.length);
        }
    }
}

const exchange = new ccxt.pro[settings.exchange]({ ...settings.credentials, enableRateLimit: false, verbose: !!process.env.CCXT_VERBOSE, options: settings.options ?? {} });
redirect(exchange.urls.api);

// The library asks for this where a WebSocket is not encrypted.
await exchange.loadHttpProxyAgent();

const text = (value) => (value === undefined || value === null ? null : exchange.numberToString(value));
const levels = (side) => side.slice(0, 5).map(([price, amount]) => [text(price), text(amount)]);
const order = ({ id, clientOrderId, symbol, side, type, status, price, amount, filled, average }) =>
    ({ id, clientOrderId, symbol, side, type, status, price: text(price), amount: text(amount), filled: text(filled), average: text(average) });

const fetchPositions = async () => (await exchange.fetchPositions([settings.symbol], settings.positions)).map((position) =>
    ({ symbol: position.symbol, side: position.side, contracts: text(position.contracts), entryPrice: text(position.entryPrice), markPrice: text(position.markPrice) }));

function within(promise, what) {
    let timer;
    const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`${what}: nothing within ${patience} ms`)), patience); });
    return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

let failed = false;

async function step(name, call) {
    try {
        console.log(JSON.stringify({ step: name, ok: true, result: await within(call(), name) }));
    } catch (error) {
        failed = true;
        console.log(JSON.stringify({ step: name, ok: false, error: `${error.constructor.name}: ${error.message}`, stack: error.stack }));
    }
}

/** Watches orders from now on until told to stop, so that no update falls between two calls. */
class OrderWatch {
    constructor() {
        this.updates = [];
        this.waiting = [];
        this.error = null;
        this.run();
    }

    async run() {
        try {
            while (!this.stopped) {
                this.updates.push(...(await exchange.watchOrders(settings.symbol)).map(order));
                this.waiting.splice(0).forEach((wake) => wake());
            }
        } catch (error) {
            this.error = error;
            this.waiting.splice(0).forEach((wake) => wake());
        }
    }

    async until(id, status) {
        while (true) {
            const found = this.updates.filter((update) => update.id === id);
            if (found.some((update) => update.status === status)) {
                return found;
            }
            if (this.error && !this.stopped) {
                throw this.error;
            }
            await new Promise((wake) => this.waiting.push(wake));
        }
    }
}

const { symbol, amount, side } = settings;
let market;
let watch;
let taken;
let resting;

await step('loadMarkets', async () => {
    market = (await exchange.loadMarkets())[symbol];
    return {
        id: market.id, base: market.base, quote: market.quote, settle: market.settle ?? null, contract: !!market.contract, contractSize: text(market.contractSize),
        price: text(market.precision.price), amount: text(market.precision.amount), minimum: text(market.limits.amount.min), taker: text(market.taker), active: market.active,
    };
});
await step('watchOrderBook', async () => {
    let book;
    for (let updates = 0; updates < 5; updates++) {
        book = await exchange.watchOrderBook(symbol);
    }
    return { bids: levels(book.bids), asks: levels(book.asks) };
});
await step('watchTrades', async () =>
    (await exchange.watchTrades(symbol)).map((trade) => ({ id: trade.id, symbol: trade.symbol, side: trade.side, price: text(trade.price), amount: text(trade.amount) })));
await step('fetchBalance', async () => (await exchange.fetchBalance()).total);
if (settings.positions) {
    await step('fetchPositions', fetchPositions);
}
watch = new OrderWatch();
await exchange.sleep(1_000);

// Crosses the book: filled at once.
await step('createOrder, crossing', async () => {
    taken = await exchange.createOrder(symbol, 'limit', side, amount, settings.crossingPrice);
    return order(taken);
});
await step('fetchOrder, filled', async () => order(await exchange.fetchOrder(taken.id, symbol)));
await step('watchOrders, filled', async () => watch.until(taken.id, 'closed'));
await step('fetchBalance, after', async () => (await exchange.fetchBalance()).total);
if (settings.positions) {
    await step('fetchPositions, after', fetchPositions);
}

// Far from the book: rests until cancelled.
await step('createOrder, resting', async () => {
    resting = await exchange.createOrder(symbol, 'limit', side, amount, settings.restingPrice);
    return order(resting);
});
await step('fetchOrder, resting', async () => order(await exchange.fetchOrder(resting.id, symbol)));
await step('watchOrders, resting', async () => watch.until(resting.id, 'open'));
await step('cancelOrder', async () => order(await exchange.cancelOrder(resting.id, symbol)));
await step('fetchOrder, cancelled', async () => order(await exchange.fetchOrder(resting.id, symbol)));
await step('watchOrders, cancelled', async () => watch.until(resting.id, 'canceled'));
watch.stopped = true;
await exchange.close();
process.exit(failed ? 1 : 0);
