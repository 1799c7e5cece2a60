using System.Net;

namespace MarginRouter.Venues.Connectivity;

/// <summary>A venue answered an HTTP request with an error status, or asked us to wait.</summary>
internal sealed class VenueHttpException : Exception
{
    public VenueHttpException(HttpStatusCode status, string path, string body)
        : base($"{path}: HTTP {(int)status} {body}")
    {
        Status = status;
        Body = body;
    }

    public HttpStatusCode Status { get; }

    /// <summary>True when the venue turned the request away at its door (malformed, not authenticated, forbidden, too many): nothing of it happened.</summary>
    public bool IsTurnedAway => (int)Status is 400 or 401 or 403 or 418 or 429;

    /// <summary>The venue's answer, cut to 512 characters.</summary>
    public string Body { get; }
}
