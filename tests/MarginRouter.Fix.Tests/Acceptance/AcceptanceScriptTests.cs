using System.Collections.Concurrent;
using MarginRouter.Testing;
using Xunit.Abstractions;

namespace MarginRouter.Fix.Tests.Acceptance;

/// <summary>
/// The server scripts for FIX 4.2, 4.4 and 5.0 SP2 of both collections against our acceptor, over sockets. Those that do not pass are listed with the reason;
/// one that starts to pass has to leave its list.
/// </summary>
public sealed class AcceptanceScriptTests(ITestOutputHelper output)
{
    /// <summary>
    /// Scripts that ask for something else than the standard does, as name, collection/name, folder/name or folder/collection/name, with what
    /// they ask for and the paragraph that we follow instead. FIXT 1.1 names the chapters; FIX 4.2 and 4.4 volume 2 say the same.
    /// </summary>
    private static readonly (string Name, string Asks, string Standard)[] Differ =
    [
        ("2m_BodyLengthValueNotCorrect", "a BodyLength that is too long swallows the valid message behind it",
            "session protocol, garbled messages (test case 3): ignore the garbled message, go on with the next valid one; so number 5 is seen and 4 asked for"),
        ("8_OnlyAdminMessages", "a ResendRequest numbered 5 where 7 is expected, without PossDupFlag, is served",
            "test case 2c: MsgSeqNum lower than expected without PossDupFlag ends the session with a Logout that says so"),
        ("6_SendTestRequest", "no Heartbeat of ours while our TestRequest is open",
            "session protocol, Heartbeat (test case 4a): one is sent whenever nothing else was sent for HeartBtInt; the TestRequest went out at 1.2 intervals, the connection ends at 2.4"),
        ("quickfixn/SessionReset", "the answer to a Logon with ResetSeqNumFlag lacks it", "test case 1S-11 and Logon: the acceptor answers with ResetSeqNumFlag = Y; the other collection asks for it"),
        ("quickfixn/SessionResetAfterDisconnect", "the answer to a Logon with ResetSeqNumFlag lacks it", "test case 1S-11, as above"),
        ("fix42/quickfixn/2q_MsgTypeNotValid", "RefTagID = 35 in the Reject of an invalid MsgType", "Reject: RefTagID is optional and names a field of the message; RefMsgType says it already. The other collection has none here"),
        ("quickfixn/issue146_MissingGroupDelimiter", "SessionRejectReason 99 (other)", "Reject: reason 15, repeating group fields out of order; 99 is for what has no reason of its own"),
        ("fix50sp2/quickfix/2r_UnregisteredMsgType", "DefaultApplVerID (1137) in a BusinessMessageReject", "FIXT 1.1, Logon: 1137 is a field of the Logon alone; an application message says its version by ApplVerID (1128)"),
    ];

    /// <summary>Scripts that differ only in words: Text (58) is free in the standard, and the two collections do not agree on it.</summary>
    private static readonly string[] DifferInWords = ["quickfixn/2i_BeginStringValueUnexpected"];

    /// <summary>Scripts that send News without NoLinesOfText (33): their engine's dictionary does not require it, so their session does not either.</summary>
    private static readonly string[] WithoutRequiredFields = ["quickfixn/InternationalCharacters", "quickfixn/issue309_GapFillSkip"];

    [SharedDataTheory]
    [InlineData("fix42", true, 116)]
    [InlineData("fix44", true, 127)]
    [InlineData("fix50sp2", true, 121)]
    [InlineData("fix44noreset", false, 1)]
    public void ServerScripts_PassExceptThoseKnown(string folder, bool resetOnLogon, int atLeast)
    {
        List<AcceptanceScript> scripts = AcceptanceScript.Load($"server/{folder}/");
        Assert.True(scripts.Count >= atLeast, $"only {scripts.Count} scripts in {folder}");
        ConcurrentDictionary<string, string> failed = [];
        Parallel.ForEach(scripts, new ParallelOptions { MaxDegreeOfParallelism = 32 }, script =>
        {
            string[] names = Names(folder, script.Name);
            using ScriptRunner runner = new(ScriptVersion.Of(folder), new ScriptSession(
                resetOnLogon, CheckRequiredFields: !names.Any(WithoutRequiredFields.Contains), CompareText: !names.Any(DifferInWords.Contains)));
            if (runner.Run(script) is { } fault)
                failed[script.Name] = fault;
        });

        Dictionary<string, (string Name, string Asks, string Standard)> known = [];
        foreach (string name in scripts.Select(script => script.Name))
        {
            if (Differ.FirstOrDefault(entry => Names(folder, name).Contains(entry.Name)) is { Name: not null } entry)
                known.Add(name, entry);
        }

        Print(folder, scripts.Count, known, failed);
        string[] wrong =
        [
            .. failed.Where(entry => !known.ContainsKey(entry.Key)).Select(entry => $"{entry.Key} fails: {entry.Value}").Order(StringComparer.Ordinal),
            .. known.Keys.Where(name => !failed.ContainsKey(name)).Select(name => $"{name} passes now"),
        ];
        Assert.True(wrong.Length == 0, $"{failed.Count} of {scripts.Count} fail; unexpected:\n{string.Join('\n', wrong)}");
    }

    private void Print(
        string folder, int count, Dictionary<string, (string Name, string Asks, string Standard)> known, ConcurrentDictionary<string, string> failed)
    {
        output.WriteLine($"{folder}: {count - failed.Count} of {count} scripts pass");
        foreach ((string name, (_, string asks, string standard)) in known.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            output.WriteLine($"  {name}\n    asks for: {asks}\n    we follow: {standard}\n    seen: {(failed.TryGetValue(name, out string? seen) ? seen : "passes")}");
    }

    private static string[] Names(string folder, string name)
    {
        string[] parts = name.Split('/');
        return [parts[1], name, $"{folder}/{parts[1]}", $"{folder}/{name}"];
    }
}
