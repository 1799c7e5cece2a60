using System.Net;
using System.Net.Sockets;

namespace MarginRouter.Fix.Tests.Interop;

/// <summary>
/// Stands between two sides on loopback, passes their bytes on and writes them to a capture, because capturing on an interface needs
/// rights that a test may not have. One connection at a time; the next one is another conversation in the capture.
/// </summary>
internal sealed class RecordingRelay : IDisposable
{
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly int _target;
    private readonly CaptureFile _capture;
    private readonly Thread _thread;
    private volatile bool _stopping;

    public RecordingRelay(int target, CaptureFile capture)
    {
        _target = target;
        _capture = capture;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _thread = new Thread(Accept) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Where to connect instead of to the target.</summary>
    public int Port { get; }

    /// <summary>Takes no more connections and waits for the end of the last.</summary>
    public void Dispose()
    {
        _stopping = true;
        _listener.Dispose();
        _thread.Join();
    }

    private void Accept()
    {
        while (!_stopping)
        {
            try
            {
                using Socket client = _listener.Accept();
                using Socket server = new(SocketType.Stream, ProtocolType.Tcp);
                server.Connect(new IPEndPoint(IPAddress.Loopback, _target));
                CaptureStream conversation = _capture.Open(_target);
                Thread back = new(() => Pump(server, client, conversation, fromClient: false)) { IsBackground = true };
                back.Start();
                Pump(client, server, conversation, fromClient: true);
                back.Join();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // The listener was closed, or the target is away for the moment and the client will come again.
            }
        }
    }

    private static void Pump(Socket from, Socket to, CaptureStream conversation, bool fromClient)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            int received;
            while ((received = from.Receive(buffer)) > 0)
            {
                conversation.Write(fromClient, buffer.AsSpan(0, received));
                to.Send(buffer.AsSpan(0, received));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // One side was cut: the other has to notice.
            to.Dispose();
            from.Dispose();
        }
    }
}
