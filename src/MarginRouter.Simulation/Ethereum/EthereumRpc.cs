using System.Numerics;
using System.Text.Json;

namespace MarginRouter.Simulation.Ethereum;

/// <summary>A node's JSON-RPC (Ethereum execution APIs): the methods that a client of pools needs. Everything happens under the chain's gate.</summary>
internal sealed class EthereumRpc(EthereumChain chain, long chainId)
{
    private const int MethodNotFound = -32601;
    private const int InvalidParameters = -32602;
    private const int InternalError = -32603;
    private const int ServerError = -32000;
    private const int Reverted = 3;

    /// <summary>The answer to a request or a batch; null when it shall never be answered.</summary>
    public string? Answer(JsonElement request)
    {
        if (request.ValueKind != JsonValueKind.Array)
            return AnswerOne(request);
        string?[] answers = [.. request.EnumerateArray().Select(AnswerOne)];
        return answers.Contains(null) ? null : $"[{string.Join(',', answers)}]";
    }

    private static string Text(JsonElement parameters, int place) => parameters[place].GetString()!;

    private static string Quoted(string text) => $"\"{text}\"";

    private static string Failure(int code, string message, byte[]? data = null) =>
        $$"""{"code":{{code}},"message":{{JsonSerializer.Serialize(message)}}{{(data is null ? "" : $",\"data\":\"{EvmWords.Text(data)}\"")}}}""";

    private string? AnswerOne(JsonElement request)
    {
        string id = request.TryGetProperty("id", out JsonElement given) ? given.GetRawText() : "null";
        string method = request.GetProperty("method").GetString()!;
        try
        {
            string? result = Result(method, request.GetProperty("params"));
            return result is null ? null : $$"""{"jsonrpc":"2.0","id":{{id}},"result":{{result}}}""";
        }
        catch (EthereumRpcException fault)
        {
            return $$"""{"jsonrpc":"2.0","id":{{id}},"error":{{Failure(fault.Code, fault.Message)}}}""";
        }
        catch (EvmRevertException fault)
        {
            string words = fault.Message.Length == 0 ? "execution reverted" : $"execution reverted: {fault.Message}";
            return $$"""{"jsonrpc":"2.0","id":{{id}},"error":{{Failure(Reverted, words, fault.Message.Length == 0 ? [] : EvmWords.Error(fault.Message))}}}""";
        }
    }

    private string? Result(string method, JsonElement parameters) => method switch
    {
        "eth_chainId" => Quoted(EvmWords.Quantity(chainId)),
        "eth_blockNumber" => Quoted(EvmWords.Quantity(chain.Head.Number)),
        "eth_getBlockByNumber" => At(Text(parameters, 0)) is { } block ? EthereumJson.Of(block) : "null",
        "eth_getBlockByHash" => chain.Block(Text(parameters, 0)) is { } block ? EthereumJson.Of(block) : "null",
        "eth_getBalance" => Quoted(EvmWords.Quantity(World(parameters, 1).Coins.GetValueOrDefault(Address(parameters, 0)))),
        "eth_getTransactionCount" => Quoted(EvmWords.Quantity(Text(parameters, 1) == "pending"
            ? chain.PendingNonce(Address(parameters, 0))
            : World(parameters, 1).Nonces.GetValueOrDefault(Address(parameters, 0)))),
        "eth_call" => Quoted(EvmWords.Text(Call(parameters))),
        "eth_getLogs" => $"[{string.Join(',', Logs(parameters[0]))}]",
        "eth_getTransactionReceipt" => chain.FindMined(Text(parameters, 0)) is { } mined ? EthereumJson.Of(mined.Block, mined.Place) : "null",
        "eth_getTransactionByHash" => Transaction(Text(parameters, 0)),
        "eth_sendRawTransaction" => Send(Text(parameters, 0)),
        _ => throw new EthereumRpcException(MethodNotFound, $"the method {method} does not exist/is not available"),
    };

    private static string Address(JsonElement parameters, int place) => EthereumChain.Lower(Text(parameters, place));

    private EthereumBlock? At(string tag) => tag switch
    {
        "latest" or "pending" => chain.Head,
        _ => chain.Block((long)EvmWords.Number(tag)),
    };

    private EthereumWorld World(JsonElement parameters, int place) =>
        (At(Text(parameters, place)) ?? throw new EthereumRpcException(ServerError, "header not found")).World;

    private byte[] Call(JsonElement parameters)
    {
        EthereumBlock block = At(Text(parameters, 1)) ?? throw new EthereumRpcException(ServerError, "header not found");
        string to = EthereumChain.Lower(parameters[0].GetProperty("to").GetString()!);
        byte[] data = EvmWords.Bytes(parameters[0].GetProperty("data").GetString()!);
        string selector = EvmWords.Text(data[..4]);
        if (block.World.Pools.TryGetValue(to, out EthereumPool? pool))
            return pool.View(selector, data[4..]) ?? throw new EvmRevertException("");
        if (selector == EvmWords.Selector("balanceOf(address)"))
            return EvmWords.Pack(block.World.Tokens.GetValueOrDefault((to, EvmWords.AddressAt(data[4..], 0))));
        string from = parameters[0].TryGetProperty("from", out JsonElement sender) ? EthereumChain.Lower(sender.GetString()!) : "";
        return RouterContract.Execute(block.World, to, from, data, block.Time).Answer;
    }

    private IEnumerable<string> Logs(JsonElement filter)
    {
        IEnumerable<EthereumBlock> blocks;
        if (filter.TryGetProperty("blockHash", out JsonElement hash))
        {
            blocks = [chain.Block(hash.GetString()!) ?? throw new EthereumRpcException(ServerError, "unknown block")];
        }
        else
        {
            BigInteger from = EvmWords.Number(filter.GetProperty("fromBlock").GetString()!);
            BigInteger to = EvmWords.Number(filter.GetProperty("toBlock").GetString()!);
            blocks = chain.Canonical.Where(block => block.Number >= from && block.Number <= to);
        }

        return blocks.SelectMany(EthereumJson.Logs).Where(log => Fits(filter, log.Log)).Select(log => log.Text);
    }

    /// <summary>True when a log is of one of the addresses and has the topics of a filter.</summary>
    internal static bool Fits(JsonElement filter, EthereumLog log)
    {
        if (filter.TryGetProperty("address", out JsonElement address) && !Allows(address, log.Address))
            return false;
        if (!filter.TryGetProperty("topics", out JsonElement topics))
            return true;
        int place = 0;
        foreach (JsonElement topic in topics.EnumerateArray())
        {
            if (topic.ValueKind != JsonValueKind.Null && (place >= log.Topics.Count || !Allows(topic, log.Topics[place])))
                return false;
            place++;
        }

        return true;
    }

    private static bool Allows(JsonElement wanted, string value) => wanted.ValueKind == JsonValueKind.Array
        ? wanted.EnumerateArray().Any(one => Allows(one, value))
        : string.Equals(wanted.GetString(), value, StringComparison.OrdinalIgnoreCase);

    private string Transaction(string hash)
    {
        if (chain.FindWaiting(hash) is { } waiting)
            return EthereumJson.Of(waiting, null);
        return chain.FindMined(hash) is { } mined && mined.Block.Receipts[mined.Place].Transaction is { } transaction
            ? EthereumJson.Of(transaction, mined)
            : "null";
    }

    private string? Send(string raw)
    {
        EthereumTransaction transaction;
        try
        {
            transaction = EthereumTransaction.Parse(EvmWords.Bytes(raw), chainId);
        }
        catch (FormatException fault)
        {
            throw new EthereumRpcException(InvalidParameters, fault.Message);
        }

        if (chain.Faults.TakeSwallowed())
            return null;
        if (chain.Receive(transaction) is { } refusal)
            throw new EthereumRpcException(ServerError, refusal);
        if (chain.Faults.TakeDisguise())
            throw new EthereumRpcException(InternalError, "request could not be completed");
        return chain.Faults.TakeWithheld() ? null : Quoted(transaction.Hash);
    }
}
