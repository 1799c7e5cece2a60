using System.Globalization;
using System.Text;

namespace MarginRouter.LoadTests.Fuzz.Fix;

/// <summary>
/// Makes byte streams that a broken or hostile FIX peer could send: a few messages of all kinds, damaged inside before length and checksum
/// are made right, or damaged afterwards, or left whole.
/// </summary>
internal sealed class FixFuzzStream(ulong seed)
{
    private const int MostMessages = 8;

    private static readonly string[] Bodies =
    [
        "35=0|", "35=0|112=id|", "35=1|112=hello|", "35=1|", "35=2|7=1|16=0|", "35=2|7=3|16=2|", "35=2|7=999999999999|16=0|", "35=3|45=2|58=no|",
        "35=4|36=9|123=Y|", "35=4|36=5|", "35=4|36=-1|123=Y|", "35=5|58=bye|", "35=A|98=0|108=30|", "35=A|98=0|108=30|141=Y|", "35=A|98=0|108=0|789=4|",
        "35=D|11=a|55=BTC-USD|54=1|38=1.5|40=2|44=64000.5|60=20260102-03:04:05|", "35=D|11=b|453=2|448=x|452=3|802=1|523=s|448=y|55=Z|54=2|",
        "35=B|148=news|33=2|58=one|58=two|", "35=B|148=data|95=5|96=a\u0001b=c|", "35=D|11=c|453=-1|55=Q|54=9|", "35=j|45=1|372=D|380=3|",
        "35=AE|571=t|", "35=|", "35=Z!|", "35=D|11=|55=X|", "35=D|abc|", "35=8|0=x|", "35=D|99999999999=1|",
    ];

    private readonly FuzzRandom _random = new(seed);
    private readonly List<byte> _stream = [];

    /// <summary>The next stream, valid until the next call.</summary>
    public ReadOnlySpan<byte> Next()
    {
        _stream.Clear();
        int messages = 1 + _random.Below(MostMessages);
        for (int number = 1; number <= messages; number++)
            Add(number);
        if (_random.OneIn(8))
            Damage(_stream, 1 + _random.Below(4));
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_stream);
    }

    /// <summary>A number from 0 to below a limit, for whoever feeds the stream.</summary>
    public int Below(int limit) => _random.Below(limit);

    private void Add(int place)
    {
        // Most streams begin with a logon, since nothing else is looked at before one.
        bool logon = place == 1 && !_random.OneIn(8);
        string text = logon ? "35=A|98=0|108=30|" : Bodies[_random.Below(Bodies.Length)];
        int number = logon ? 1 : _random.Below(20) switch { 0 => place + _random.Below(5), 1 => _random.Below(place + 1), _ => place };
        int end = text.IndexOf('|', StringComparison.Ordinal) + 1;
        string flags = _random.OneIn(6) ? "43=Y|122=20260102-03:04:04|" : "";
        string header = string.Create(CultureInfo.InvariantCulture, $"49=DESK|56=US|34={number}|52=20260102-03:04:05|{flags}");
        List<byte> body = [.. Encoding.Latin1.GetBytes((text[..end] + header + text[end..]).Replace('|', '\u0001'))];
        if (_random.OneIn(logon ? 20 : 3))
            Damage(body, 1 + _random.Below(3));
        List<byte> message = [.. Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"8=FIX.4.4\u00019={body.Count}\u0001")), .. body];
        message.AddRange(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"10={message.Sum(value => value) % 256:000}\u0001")));
        if (_random.OneIn(logon ? 40 : 8))
            Damage(message, 1 + _random.Below(3));
        _stream.AddRange(message);
    }

    private void Damage(List<byte> bytes, int times)
    {
        for (; times > 0 && bytes.Count > 0; times--)
        {
            int at = _random.Below(bytes.Count), count = 1 + _random.Below(Math.Min(16, bytes.Count - at));
            switch (_random.Below(6))
            {
                case 0:
                    bytes[at] = (byte)_random.Below(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, count);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                case 3:
                    bytes.Insert(at, (byte)'\u0001');
                    break;
                case 4:
                    bytes[at] = (byte)('0' + _random.Below(10));
                    break;
                default:
                    bytes.InsertRange(at, Encoding.Latin1.GetBytes(_random.OneIn(2) ? "8=FIX.4.4\u00019=" : "999999999"));
                    break;
            }
        }
    }
}
