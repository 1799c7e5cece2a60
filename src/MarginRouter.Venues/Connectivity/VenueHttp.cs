using System.Net;

namespace MarginRouter.Venues.Connectivity;

/// <summary>HTTP requests to one venue: a time limit for each, error statuses as exceptions, a venue's wish to wait is kept, and a breaker.</summary>
/// <param name="client">Sends.</param>
/// <param name="limit">Longest wait for an answer.</param>
/// <param name="time">The time it waits by.</param>
/// <param name="breaker">The venue's breaker, which all its requests share.</param>
internal sealed class VenueHttp(HttpClient client, TimeSpan limit, TimeProvider time, VenueBreaker breaker)
{
    private long blockedUntil = long.MinValue;

    /// <summary>
    /// Sends a request and returns the body of a successful answer. Throws <see cref="VenueHttpException"/> for an error status, or without
    /// asking while the venue's Retry-After lasts; <see cref="HttpRequestException"/> and <see cref="TimeoutException"/> for the rest.
    /// </summary>
    public async Task<byte[]> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        string path = request.RequestUri?.AbsolutePath ?? "";
        if (time.GetUtcNow().Ticks < Volatile.Read(ref blockedUntil))
            throw new VenueHttpException(HttpStatusCode.TooManyRequests, path, "not asked: the venue told us to wait");
        return await breaker.RunAsync(path, token => SendOnceAsync(path, request, token), cancellation).ConfigureAwait(false);
    }

    private async Task<byte[]> SendOnceAsync(string path, HttpRequestMessage request, CancellationToken cancellation)
    {
        using CancellationTokenSource late = new(limit, time);
        using CancellationTokenSource both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            using HttpResponseMessage answer = await client.SendAsync(request, both.Token).ConfigureAwait(false);
            byte[] body = await answer.Content.ReadAsByteArrayAsync(both.Token).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
                return body;
            NoteWait(answer);
            string text = System.Text.Encoding.UTF8.GetString(body);
            throw new VenueHttpException(answer.StatusCode, path, text.Length > 512 ? text[..512] : text);
        }
        catch (OperationCanceledException fault) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"{path}: no answer within {limit.TotalSeconds} s", fault);
        }
    }

    /// <summary>Gets a public resource.</summary>
    public async Task<byte[]> GetAsync(Uri address, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        return await SendAsync(request, cancellation).ConfigureAwait(false);
    }

    private void NoteWait(HttpResponseMessage answer)
    {
        TimeSpan? wait = answer.Headers.RetryAfter?.Delta;
        if (wait is null && (int)answer.StatusCode is 418 or 429)
            wait = TimeSpan.FromSeconds(1);
        if (wait is { } delay)
            Volatile.Write(ref blockedUntil, (time.GetUtcNow() + delay).Ticks);
    }
}
