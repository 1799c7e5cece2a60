using System.Globalization;
using System.Text;
using MarginRouter.Fix.Session;

namespace MarginRouter.Fix.Tests.Session;

/// <summary>
/// Runs a transcript. Input lines: <c>connect</c>, <c>disconnect</c>, <c>> fields</c> (received), <c>@ seconds</c> (time passes),
/// <c>send text</c>, <c>logout text</c>, <c>commit n</c>. Output lines, which the run must produce exactly: <c>&lt; fields</c> (sent),
/// <c>logon</c>, <c>app n text</c>, <c>close: reason</c>, <c>result</c> lines of a send that was not sent.
/// Fields 8, 9, 49, 56, 52 and 10 are filled in on input unless given and left out on output; T stands for the present time.
/// </summary>
internal static class Scenario
{
    public static void Run(FixSessionOptions options, string transcript) => Run(new ProtocolHarness(options), transcript);

    public static void Run(ProtocolHarness harness, string transcript)
    {
        StringBuilder actual = new();
        StringBuilder expected = new();
        foreach (string line in transcript.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            expected.Append(line).Append('\n');
            if (!IsInput(line))
                continue;
            actual.Append(line).Append('\n');
            Feed(harness, line, actual);
        }

        Assert.Equal(expected.ToString(), actual.ToString());
    }

    private static bool IsInput(string line) => line.Split(' ')[0] is "connect" or "disconnect" or ">" or "@" or "send" or "logout" or "commit";

    private static void Feed(ProtocolHarness harness, string line, StringBuilder actual)
    {
        string[] words = line.Split(' ', 2);
        string rest = words.Length > 1 ? words[1] : "";
        string? closedBefore = harness.Protocol.DisconnectReason;
        harness.Seen.Clear();
        switch (words[0])
        {
            case "connect":
                harness.Protocol.Connected(harness.Now);
                closedBefore = null;
                break;
            case "disconnect":
                if (harness.Protocol.Disconnected())
                    actual.Append("logged out\n");
                break;
            case ">":
                harness.Receive(Encode(harness, rest));
                break;
            case "@":
                harness.Now = harness.Now.AddSeconds(double.Parse(rest, CultureInfo.InvariantCulture));
                harness.Protocol.Tick(harness.Now);
                break;
            case "send":
                FixSendResult result = harness.Send(rest);
                if (result != FixSendResult.Sent)
                    actual.Append(result).Append('\n');
                break;
            case "logout":
                harness.Protocol.RequestLogout(rest.Length == 0 ? null : rest, harness.Now);
                break;
            case "commit":
                long number = long.Parse(rest, CultureInfo.InvariantCulture);
                harness.Protocol.CommitInbound(harness.Marks.FindLast(mark => mark.SequenceNumber == number));
                actual.Append(CultureInfo.InvariantCulture, $"stored inbound {harness.Store.NextInbound}\n");
                break;
        }

        foreach (string seen in harness.Seen)
            actual.Append(seen).Append('\n');
        foreach (string sent in ProtocolHarness.Split(harness.TakeOutput()))
            actual.Append("< ").Append(Shorten(sent, harness.Now)).Append('\n');
        if (harness.Protocol.DisconnectReason is { } reason && closedBefore is null && words[0] != "disconnect")
            actual.Append("close: ").Append(reason).Append('\n');
    }

    /// <summary>Builds a message from "35=D|34=2|..."; the fields that a header needs and the text does not give are put in.</summary>
    private static byte[] Encode(ProtocolHarness harness, string fields)
    {
        FixSessionId id = harness.Options.Id;
        List<string> parts = [.. fields.Replace("=T", $"={Time(harness.Now)}", StringComparison.Ordinal).Split('|')];
        string begin = Take(parts, "8=") ?? $"8={id.BeginString}";
        string type = Take(parts, "35=") ?? "35=0";
        string? sender = Take(parts, "49="), target = Take(parts, "56="), time = Take(parts, "52=");
        parts.InsertRange(0, [type, sender ?? $"49={id.TargetCompId}", target ?? $"56={id.SenderCompId}", time ?? $"52={Time(harness.Now)}"]);
        parts.RemoveAll(part => part is "52=" or "49=" or "56=");
        string body = string.Concat(parts.Select(part => part.Length == 0 ? "" : part + "\u0001"));
        string framed = string.Create(CultureInfo.InvariantCulture, $"{begin}\u00019={body.Length}\u0001{body}");
        int sum = framed.Sum(character => character);
        return Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{framed}10={sum % 256:000}\u0001"));
    }

    private static string Shorten(string message, DateTime now)
    {
        string[] hidden = ["8=", "9=", "49=", "56=", "52=", "10="];
        IEnumerable<string> shown = message.Split('\u0001', StringSplitOptions.RemoveEmptyEntries)
            .Where(field => !hidden.Any(prefix => field.StartsWith(prefix, StringComparison.Ordinal)));
        return string.Join('|', shown).Replace(Time(now), "T", StringComparison.Ordinal);
    }

    private static string? Take(List<string> parts, string prefix)
    {
        int index = parts.FindIndex(part => part.StartsWith(prefix, StringComparison.Ordinal));
        if (index < 0)
            return null;
        string part = parts[index];
        parts.RemoveAt(index);
        return part;
    }

    private static string Time(DateTime time) => time.ToString("yyyyMMdd-HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
