using System.Globalization;
using System.Numerics;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>Blocks, transactions, receipts and logs as a node's JSON-RPC shows them.</summary>
internal static class EthereumJson
{
    /// <summary>A header, or a block with the hashes of its transactions.</summary>
    public static string Of(EthereumBlock block) =>
        $$"""{"number":"{{Quantity(block.Number)}}","hash":"{{block.Hash}}","parentHash":"{{block.ParentHash}}","timestamp":"{{Quantity(block.Time)}}","baseFeePerGas":"{{Quantity(block.BaseFee)}}","gasLimit":"0x1c9c380","transactions":[{{string.Join(',', block.Receipts.Select(receipt => $"\"{receipt.Hash}\""))}}]}""";

    /// <summary>A transaction that waits, or is in a block.</summary>
    public static string Of(EthereumTransaction transaction, (EthereumBlock Block, int Place)? mined)
    {
        string place = mined is { } found
            ? $"\"blockHash\":\"{found.Block.Hash}\",\"blockNumber\":\"{Quantity(found.Block.Number)}\",\"transactionIndex\":\"{Quantity(found.Place)}\""
            : "\"blockHash\":null,\"blockNumber\":null,\"transactionIndex\":null";
        return $$"""{"hash":"{{transaction.Hash}}","type":"0x2","from":"{{transaction.Sender}}","to":"{{transaction.To}}","nonce":"{{Quantity(transaction.Nonce)}}","gas":"{{Quantity(transaction.GasLimit)}}","maxFeePerGas":"{{Quantity(transaction.FeeCap)}}","maxPriorityFeePerGas":"{{Quantity(transaction.Tip)}}","value":"0x0","input":"{{EvmWords.Text([.. transaction.Data])}}",{{place}}}""";
    }

    /// <summary>A receipt.</summary>
    public static string Of(EthereumBlock block, int place)
    {
        EthereumReceipt receipt = block.Receipts[place];
        return $$"""{"transactionHash":"{{receipt.Hash}}","transactionIndex":"{{Quantity(place)}}","blockHash":"{{block.Hash}}","blockNumber":"{{Quantity(block.Number)}}","status":"{{(receipt.Succeeded ? "0x1" : "0x0")}}","gasUsed":"{{Quantity(receipt.GasUsed)}}","effectiveGasPrice":"{{Quantity(receipt.GasPrice)}}","type":"0x2","logs":[{{string.Join(',', Logs(block).Where(log => log.Place == place).Select(log => log.Text))}}]}""";
    }

    /// <summary>The logs of a block with the places of their transactions.</summary>
    public static IEnumerable<(int Place, EthereumLog Log, string Text)> Logs(EthereumBlock block)
    {
        int index = 0;
        for (int place = 0; place < block.Receipts.Count; place++)
        {
            foreach (EthereumLog log in block.Receipts[place].Logs)
            {
                string topics = string.Join(',', log.Topics.Select(topic => $"\"{topic}\""));
                string number = index.ToString("x", CultureInfo.InvariantCulture);
                yield return (place, log, $$"""{"address":"{{log.Address}}","topics":[{{topics}}],"data":"{{EvmWords.Text(log.Data)}}","logIndex":"0x{{number}}","transactionIndex":"{{Quantity(place)}}","transactionHash":"{{block.Receipts[place].Hash}}","blockHash":"{{block.Hash}}","blockNumber":"{{Quantity(block.Number)}}","removed":false}""");
                index++;
            }
        }
    }

    private static string Quantity(BigInteger value) => EvmWords.Quantity(value);
}
