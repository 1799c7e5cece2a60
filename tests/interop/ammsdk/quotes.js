// Answers swaps on pools by Uniswap's SDK. In: "pool FEE SQRTPRICE TICK LIQUIDITY SPACING LOWER,UPPER,LIQUIDITY..." and below it lines
// "swap ZEROFORONE AMOUNT" (negative: exact output). Out, a line a swap: "CALCULATED SQRTPRICE TICK LIQUIDITY", or "revert".
const JSBI = require('jsbi').default ?? require('jsbi');
const { TickListDataProvider, v3Swap } = require('@uniswap/v3-sdk');

function provider(positions, spacing) {
  const ticks = new Map();
  const at = (index) => {
    if (!ticks.has(index)) ticks.set(index, { gross: 0n, net: 0n });
    return ticks.get(index);
  };
  for (const [lower, upper, liquidity] of positions) {
    at(lower).gross += liquidity;
    at(lower).net += liquidity;
    at(upper).gross += liquidity;
    at(upper).net -= liquidity;
  }
  const list = [...ticks].sort((a, b) => a[0] - b[0]).map(([index, { gross, net }]) => ({
    index, liquidityGross: gross.toString(), liquidityNet: net.toString(),
  }));
  return new TickListDataProvider(list, spacing);
}

async function main() {
  const input = require('fs').readFileSync(0, 'utf8').split('\n').filter((line) => line.length > 0);
  const answers = [];
  let pool = null;
  for (const line of input) {
    const words = line.split(' ');
    if (words[0] === 'pool') {
      const positions = words.slice(6).map((text) => {
        const [lower, upper, liquidity] = text.split(',');
        return [Number(lower), Number(upper), BigInt(liquidity)];
      });
      pool = {
        fee: JSBI.BigInt(words[1]), price: JSBI.BigInt(words[2]), tick: Number(words[3]), liquidity: JSBI.BigInt(words[4]),
        spacing: Number(words[5]), ticks: provider(positions, Number(words[5])),
      };
      continue;
    }
    try {
      const swap = await v3Swap(pool.fee, pool.price, pool.tick, pool.liquidity, pool.spacing, pool.ticks, words[1] === '1', JSBI.BigInt(words[2]));
      answers.push(`${swap.amountCalculated} ${swap.sqrtRatioX96} ${swap.tickCurrent} ${swap.liquidity}`);
    } catch (error) {
      if (!String(error.message).startsWith('Invariant failed')) throw error;
      answers.push('revert');
    }
  }
  process.stdout.write(answers.join('\n') + '\n');
}

main().catch((error) => { console.error(error); process.exit(1); });
