using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;

namespace MarginRouter.Venues.Connectivity;

/// <summary>Tells faults of a connection, which are answered by reconnecting, from our own mistakes, which stop the adapter.</summary>
internal static class ConnectionFault
{
    /// <summary>True for faults that a new connection may cure. A cancellation counts when it was a time-out and not ours.</summary>
    public static bool IsTransient(Exception fault, CancellationToken ours) => fault switch
    {
        OperationCanceledException => !ours.IsCancellationRequested,
        WebSocketException or HttpRequestException or IOException or SocketException or TimeoutException => true,
        SocketClosedException or VenueProtocolException or VenueHttpException or JsonException => true,
        _ => false,
    };
}
