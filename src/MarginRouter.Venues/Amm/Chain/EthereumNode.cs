using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MarginRouter.Venues.Connectivity;

namespace MarginRouter.Venues.Amm.Chain;

/// <summary>
/// A node's JSON-RPC over HTTP (Ethereum execution APIs). No answer in time, an HTTP error and an answer that breaks the protocol are what
/// <see cref="ConnectionFault"/> calls transient.
/// </summary>
internal sealed class EthereumNode(VenueHttp http, Uri address)
{
    private const int BatchSize = 100;

    /// <summary>Asks one question; an error is part of the answer.</summary>
    public async Task<RpcAnswer> TryAskAsync(RpcCall call, CancellationToken cancellation)
    {
        JsonElement answer = await PostAsync(Text(call, 1), cancellation).ConfigureAwait(false);
        return Answer(answer);
    }

    /// <summary>Asks one question; an error throws <see cref="VenueProtocolException"/>.</summary>
    public async Task<JsonElement> AskAsync(RpcCall call, CancellationToken cancellation) =>
        Granted(call, await TryAskAsync(call, cancellation).ConfigureAwait(false));

    /// <summary>Asks several questions at once, a hundred in a request; an error throws <see cref="VenueProtocolException"/>.</summary>
    public async Task<JsonElement[]> AskAllAsync(IReadOnlyList<RpcCall> calls, CancellationToken cancellation)
    {
        JsonElement[] results = new JsonElement[calls.Count];
        for (int from = 0; from < calls.Count; from += BatchSize)
        {
            int count = Math.Min(BatchSize, calls.Count - from);
            StringBuilder text = new("[");
            for (int i = 0; i < count; i++)
                text.Append(i == 0 ? "" : ",").Append(Text(calls[from + i], from + i));
            JsonElement answers = await PostAsync(text.Append(']').ToString(), cancellation).ConfigureAwait(false);
            if (answers.ValueKind != JsonValueKind.Array || answers.GetArrayLength() != count)
                throw new VenueProtocolException($"the node did not answer a batch of {count} with as many answers");
            foreach (JsonElement answer in answers.EnumerateArray())
            {
                long id = JsonFigure.Whole(answer, "id");
                if (id < from || id >= from + count)
                    throw new VenueProtocolException($"the node answered a question {id} that was not asked");
                results[id] = Granted(calls[(int)id], Answer(answer));
            }
        }

        return results;
    }

    private static JsonElement Granted(RpcCall call, RpcAnswer answer) =>
        answer.IsError ? throw new VenueProtocolException($"{call.Method}: {answer.Code} {answer.Reason}") : answer.Result;

    private static string Text(RpcCall call, int id) =>
        $$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{call.Method}}","params":{{call.Parameters}}}""";

    private static RpcAnswer Answer(JsonElement answer)
    {
        if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("result", out JsonElement result))
            return new RpcAnswer(result, 0, "", []);
        JsonElement error = JsonFigure.Member(answer, "error");
        byte[] data = error.TryGetProperty("data", out JsonElement given) && given.ValueKind == JsonValueKind.String && given.GetString() is ['0', 'x', ..] text
            ? Hex.Bytes(text)
            : [];
        return new RpcAnswer(default, (int)JsonFigure.Whole(error, "code"), JsonFigure.TextOrEmpty(error, "message"), data);
    }

    private async Task<JsonElement> PostAsync(string body, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        return JsonElement.Parse(await http.SendAsync(request, cancellation).ConfigureAwait(false));
    }
}
