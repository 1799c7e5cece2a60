using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MarginRouter.Simulation.Tests.FixDialects;

/// <summary>A client that writes FIX 4.4 messages byte by byte over a socket and reads the answers, without a FIX library.</summary>
internal sealed class RawFixClient : IDisposable
{
    private const char Separator = '\u0001';
    private const int Patience = 20_000;
    private readonly TcpClient socket = new();
    private readonly NetworkStream stream;
    private readonly string sender;
    private readonly string target;
    private readonly byte[] buffer = new byte[1 << 20];
    private int length;
    private int next = 1;

    public RawFixClient(IPEndPoint venue, string sender, string target)
    {
        (this.sender, this.target) = (sender, target);
        socket.Connect(venue);
        stream = socket.GetStream();
        stream.ReadTimeout = Patience;
    }

    /// <summary>Number of the next message.</summary>
    public int Next => next;

    public static string TimeNow => DateTime.UtcNow.ToString("yyyyMMdd-HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Sends a message of a type with these fields after the header.</summary>
    public void Send(string type, params (int Tag, string Value)[] fields) => Send(type, TimeNow, fields);

    public void Send(string type, string sendingTime, params (int Tag, string Value)[] fields)
    {
        StringBuilder body = new();
        foreach ((int tag, string value) in (IEnumerable<(int, string)>)[(35, type), (34, next++.ToString(CultureInfo.InvariantCulture)), (49, sender), (52, sendingTime), (56, target), .. fields])
            body.Append(CultureInfo.InvariantCulture, $"{tag}={value}{Separator}");
        string text = $"8=FIX.4.4{Separator}9={body.Length}{Separator}{body}";
        int sum = text.Sum(character => character) % 256;
        stream.Write(Encoding.Latin1.GetBytes($"{text}10={sum:D3}{Separator}"));
    }

    /// <summary>The next message that is no heartbeat or test request, its fields in order.</summary>
    public RawFixMessage Receive()
    {
        while (true)
        {
            RawFixMessage message = ReceiveAny();
            if (message["35"] is not ("0" or "1"))
                return message;
        }
    }

    /// <summary>The next message, of a type; any other fails.</summary>
    public RawFixMessage Receive(string type)
    {
        RawFixMessage message = Receive();
        Assert.True(message["35"] == type, $"expected {type}: {message}");
        return message;
    }

    /// <summary>True when the venue closes the connection, after what it may still send.</summary>
    public bool IsClosed()
    {
        try
        {
            while (true)
                ReceiveAny();
        }
        catch (EndOfStreamException)
        {
            return true;
        }
    }

    public void Dispose() => socket.Dispose();

    private RawFixMessage ReceiveAny()
    {
        while (true)
        {
            string text = Encoding.Latin1.GetString(buffer, 0, length);
            int trailer = text.IndexOf($"{Separator}10=", StringComparison.Ordinal);
            int end = trailer < 0 ? -1 : text.IndexOf(Separator, trailer + 1);
            if (end >= 0)
            {
                length -= end + 1;
                Array.Copy(buffer, end + 1, buffer, 0, length);
                return new RawFixMessage(text[..end]);
            }

            int read = stream.Read(buffer, length, buffer.Length - length);
            if (read == 0)
                throw new EndOfStreamException();
            length += read;
        }
    }
}
