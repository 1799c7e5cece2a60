using System.Globalization;
using System.Text;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Reconciliation;
using MarginRouter.Core.Orders;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine;

/// <summary>
/// Runs a written table against an engine of <see cref="TestFirm"/>. A line that begins with <c>&gt;</c> is an event, one that begins with
/// <c>?</c> a question about the state; the lines below it are exactly what must come out. See <see cref="ScriptEvents"/> for the words.
/// </summary>
internal sealed class EngineScript
{
    private readonly TestSession session;

    private EngineScript(TestSession session) => this.session = session;

    /// <summary>Runs a table on a fresh engine; the session afterwards, for further checks.</summary>
    public static TestSession Check(string table) => Check(new TestSession(), table);

    /// <summary>Runs a table on an engine that has lived already.</summary>
    public static TestSession Check(TestSession session, string table)
    {
        EngineScript script = new(session);
        string[] wanted = [.. table.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#')];
        StringBuilder actual = new();
        foreach (string line in wanted)
        {
            if (line[0] is not ('>' or '?'))
                continue;
            actual.Append(line).Append('\n');
            foreach (string output in line[0] == '>' ? script.Apply(line[1..].Trim()) : script.Answer(line[1..].Trim()))
                actual.Append(output).Append('\n');
        }

        Assert.Equal(string.Join('\n', wanted), actual.ToString().TrimEnd('\n'));
        return session;
    }

    private List<string> Apply(string words)
    {
        List<string> lines = [];
        foreach (InboundEvent inbound in ScriptEvents.Parse(words, session))
        {
            foreach (OutboundCommand command in session.Apply(inbound).Where(command => !ConcernsValuation(command)))
                lines.Add(CommandText.Of(command));
        }

        return lines;
    }

    /// <summary>How prices are made, and that statements here carry no margin figures, would be repeated everywhere; both have tests of their own.</summary>
    private static bool ConcernsValuation(OutboundCommand command) =>
        command is RecordValuation or RecordComparison { Comparison.Outcome: ReconciliationOutcome.NotReported } || (command is RaiseAlarm alarm && alarm.Code.StartsWith("valuation", StringComparison.Ordinal));

    private IEnumerable<string> Answer(string words)
    {
        string[] parts = words.Split(' ');
        return parts[0] switch
        {
            "account" => Account(parts[1]),
            "reserved" => Reserved(),
            "parent" => Parent(long.Parse(parts[1], CultureInfo.InvariantCulture)),
            _ => throw new ArgumentException($"no question '{words}'"),
        };
    }

    private IEnumerable<string> Account(string name)
    {
        AccountState account = session.Engine.Ledger[TestFirm.Firm.Subaccounts.Single(subaccount => subaccount.Name == name).Id];
        foreach (AssetBalance balance in account.Balances)
            yield return $"{balance.Asset} {CommandText.Number(balance.Quantity)}";
        foreach (PositionSnapshot position in account.Positions)
        {
            Instrument instrument = TestFirm.Reference[position.Instrument];
            if (!position.Quantity.IsFlat)
                yield return $"{instrument.Symbol} {CommandText.Number(position.Quantity.Value * instrument.LotSize)} @ {CommandText.Number(position.EntryPrice)}";
        }
    }

    private IEnumerable<string> Reserved()
    {
        for (int i = 0; i < session.Engine.Ledger.Count; i++)
        {
            foreach (ChildOrder child in session.Engine.Ledger.Reservations(new SubaccountId(i)))
                yield return $"{CommandText.Of(child.Terms.Id)} {child.Status} {CommandText.Number(TestFirm.Reference[child.Terms.Instrument].Quantity(child.Open))}";
        }
    }

    private IEnumerable<string> Parent(long number)
    {
        ParentOrder parent = session.Engine.Parents[(int)number - 1];
        yield return $"{parent.Status} {CommandText.Number(parent.Product.Quantity(parent.Filled))} filled, {CommandText.Number(parent.Product.Quantity(parent.Leaves))} left, {parent.Attempts} attempts";
        foreach (ChildOrder child in parent.Children)
            yield return $"{CommandText.Of(child.Terms.Id)} {child.Status} {CommandText.Number(TestFirm.Reference[child.Terms.Instrument].Quantity(child.Filled))} filled";
    }
}
