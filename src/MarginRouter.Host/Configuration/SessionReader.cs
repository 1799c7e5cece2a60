using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Ledger;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Permissions;
using MarginRouter.Gateway.Versions;

namespace MarginRouter.Host.Configuration;

/// <summary>Reads sessions beside the desks' own, and what sessions may do.</summary>
internal static class SessionReader
{
    /// <summary>Reads one entry of <c>gateway.sessions</c>.</summary>
    public static SessionSettings Read(JsonSection section)
    {
        SessionSettings session = new(
            section.Text("name"), section.Text("desk"), section.Text("compId"), section.Text("username"), VenueFileReader.SecretReference(section, "password"))
        {
            Version = SessionReader.ReadVersion(section),
            Permission = section.Choice<SessionRole>("permission"),
            Accounts = [.. section.OptionalTexts("accounts")],
            Strictness = ReadStrictness(section),
            Schedule = ReadSchedule(section),
            Copies = [.. section.OptionalTexts("copies")],
        };
        bool ordersFromBeside = session.Permission is SessionRole.Full or SessionRole.NoNewOrders && section.Has("permission");
        if (ordersFromBeside)
            section.Errors.Add($"{section.Place}.permission", "a session beside the desk's own has no orders: readOnly, quotesOnly or copiesOnly is expected");
        if (session is { Permission: SessionRole.CopiesOnly, Copies.IsEmpty: true })
            section.Errors.Add($"{section.Place}.copies", "is missing: a session with permission copiesOnly that gets no copies has no use");
        section.Close();
        return session;
    }

    /// <summary>The FIX version of a session, 4.4 where none is stated.</summary>
    public static DeskVersion ReadVersion(JsonSection section) => section.Has("version") ? section.Choice<DeskVersion>("version") : DeskVersion.Fix44;

    /// <summary>How strictly messages are judged; null when nothing is said.</summary>
    public static FixStrictness? ReadStrictness(JsonSection section) => section.Has("validation") ? section.Choice<FixStrictness>("validation") : null;

    /// <summary>When the session may be logged on; null when nothing is said.</summary>
    public static FixSessionSchedule? ReadSchedule(JsonSection section) =>
        section.OptionalSection("schedule") is { } schedule ? ScheduleReader.Read(schedule) : null;

    /// <summary>What a desk's own session may do.</summary>
    public static SessionRole ReadPermission(JsonSection section)
    {
        if (!section.Has("permission"))
            return SessionRole.Full;
        SessionRole permission = section.Choice<SessionRole>("permission");
        if (permission == SessionRole.CopiesOnly)
            section.Errors.Add($"{section.Place}.permission", "copiesOnly is for a session beside the desk's own: see gateway.sessions");
        return permission;
    }

    /// <summary>Whether the sessions fit the desks and each other.</summary>
    public static void Check(
        string place, ImmutableArray<SessionSettings> sessions, (IReadOnlyList<Desk> All, IReadOnlyList<DeskSettings> Sessions) desks,
        IReadOnlyList<Subaccount> subaccounts, ConfigurationErrors errors)
    {
        for (int i = 0; i < sessions.Length; i++)
        {
            SessionSettings session = sessions[i];
            string at = $"{place}[{i}]";
            if (desks.All.Any(desk => desk.Name == session.Name) || sessions.Take(i).Any(other => other.Name == session.Name))
                errors.Add($"{at}.name", $"'{session.Name}' is the name of another session or desk");
            if (desks.Sessions.Any(desk => desk.CompId == session.CompId) || sessions.Take(i).Any(other => other.CompId == session.CompId))
                errors.Add($"{at}.compId", $"'{session.CompId}' is another session's");
            foreach (string copied in session.Copies.Where(copied => desks.All.All(desk => desk.Name != copied)))
                errors.Add($"{at}.copies", $"'{copied}' is not a desk");
            if (session.Copies.Distinct().Count() != session.Copies.Length)
                errors.Add($"{at}.copies", "names a desk twice");
            if (desks.All.FirstOrDefault(desk => desk.Name == session.Desk) is not Desk owner)
                errors.Add($"{at}.desk", $"'{session.Desk}' is not a desk");
            else
                CheckAccounts($"{at}.accounts", session.Accounts, owner, subaccounts, errors);
        }
    }

    /// <summary>Whether the accounts that a session is limited to are its desk's.</summary>
    public static void CheckAccounts(
        string place, ImmutableArray<string> accounts, Desk desk, IReadOnlyList<Subaccount> subaccounts, ConfigurationErrors errors)
    {
        foreach (string account in accounts)
        {
            if (!desk.Subaccounts.Any(id => subaccounts.Any(one => one.Id == id && one.Name == account)))
                errors.Add(place, $"'{account}' is not a subaccount of desk {desk.Name}");
        }
    }
}
