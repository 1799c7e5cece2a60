// Reads transactions and their calls by the ethers packages. In: "RAW" a line. Out, a line each: "HASH FROM NONCE TIP CAP GAS TO FUNCTION ARGUMENTS...".
const { parse } = require('@ethersproject/transactions');
const { Interface } = require('@ethersproject/abi');

const routers = new Interface([
  'function exactInputSingle((address tokenIn, address tokenOut, uint24 fee, address recipient, uint256 deadline, uint256 amountIn, uint256 amountOutMinimum, uint160 sqrtPriceLimitX96))',
  'function exactOutputSingle((address tokenIn, address tokenOut, uint24 fee, address recipient, uint256 deadline, uint256 amountOut, uint256 amountInMaximum, uint160 sqrtPriceLimitX96))',
  'function swapExactTokensForTokens(uint256 amountIn, uint256 amountOutMin, address[] path, address to, uint256 deadline)',
  'function swapTokensForExactTokens(uint256 amountOut, uint256 amountInMax, address[] path, address to, uint256 deadline)',
]);

const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter((line) => line.length > 0);
process.stdout.write(lines.map((raw) => {
  const tx = parse(raw);
  const call = routers.parseTransaction({ data: tx.data });
  const words = [...call.args].flat(2).map((word) => word.toString().toLowerCase());
  return [tx.hash, tx.from.toLowerCase(), tx.nonce, tx.maxPriorityFeePerGas, tx.maxFeePerGas, tx.gasLimit, tx.to.toLowerCase(), call.name, ...words].join(' ');
}).join('\n') + '\n');
