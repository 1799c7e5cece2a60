using System.Net;
using System.Net.Sockets;

namespace MarginRouter.Benchmarks.FixEcho;

/// <summary>
/// Two blocking sockets and nothing of our library. What is due after one read goes out with one write, at both ends, as our session does it.
/// </summary>
internal sealed class SocketEcho : IEcho
{
    private const int BufferBytes = 256 * 1024;
    private readonly (IWire Client, IWire Server) wires;
    private readonly Socket client = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket server;
    private readonly Thread serverThread;
    private readonly byte[] incoming = new byte[BufferBytes];
    private readonly byte[] outgoing = new byte[BufferBytes];
    private int kept;

    public SocketEcho(string name, (IWire Client, IWire Server) wires)
    {
        Name = name;
        this.wires = wires;
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        client.Connect(listener.LocalEndPoint!);
        server = listener.Accept();
        client.NoDelay = true;
        server.NoDelay = true;
        serverThread = new Thread(Serve) { IsBackground = true, Name = $"echo {name}" };
        serverThread.Start();
    }

    public string Name { get; }

    public void Run(EchoRound round)
    {
        Action answered = round.Answered;
        while (!round.Finished)
        {
            int end = 0;
            while (round.TrySend())
                end += wires.Client.Put(outgoing.AsSpan(end));
            Write(client, outgoing.AsSpan(0, end));
            int length = client.Receive(incoming.AsSpan(kept));
            if (length == 0)
                throw new InvalidOperationException($"{Name}: the server is gone");
            kept = TakeAll(wires.Client, incoming, kept + length, answered);
        }
    }

    public void Dispose()
    {
        client.Shutdown(SocketShutdown.Both);
        serverThread.Join();
        client.Dispose();
        server.Dispose();
        wires.Client.Dispose();
        wires.Server.Dispose();
    }

    private void Serve()
    {
        byte[] read = new byte[BufferBytes];
        byte[] answers = new byte[BufferBytes];
        int rest = 0, end = 0;
        Action answer = () => end += wires.Server.Put(answers.AsSpan(end));
        for (int length = server.Receive(read); length > 0; length = server.Receive(read.AsSpan(rest)))
        {
            end = 0;
            rest = TakeAll(wires.Server, read, rest + length, answer);
            Write(server, answers.AsSpan(0, end));
        }
    }

    /// <summary>Takes all whole messages, moves the rest to the front and returns its length.</summary>
    private static int TakeAll(IWire wire, byte[] bytes, int end, Action taken)
    {
        int start = 0;
        for (int length = wire.Take(bytes.AsSpan(0, end)); length > 0; length = wire.Take(bytes.AsSpan(start, end - start)))
        {
            start += length;
            taken();
        }

        bytes.AsSpan(start, end - start).CopyTo(bytes);
        return end - start;
    }

    private static void Write(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[socket.Send(bytes)..];
    }
}
