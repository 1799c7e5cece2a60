using System.Globalization;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Host.Journal;
using MarginRouter.Simulation.Accounts;
using MarginRouter.Simulation.Matching;

namespace MarginRouter.Host.Tests.Crash;

/// <summary>What must hold after any crash, checked against the venues' own records.</summary>
internal sealed class CrashChecks(CrashWorld world)
{
    /// <summary>A price learnt from a status answer is an average that the venue has rounded.</summary>
    private const decimal Cents = 0.01m;

    /// <summary>No order request arrived twice, whatever became of it.</summary>
    public void NoChildTwice()
    {
        IEnumerable<string> twice = world.Venues.Receptions
            .GroupBy(reception => (reception.Account, reception.Request.ClientOrderId))
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key.ClientOrderId} x{group.Count()}");
        Assert.Empty(twice);
        foreach (OrderReception reception in world.Venues.Receptions)
            Assert.True(reception.Outcome != ReceptionOutcome.Rejected, $"{reception.Request} was rejected: {reception.Rejection}");
    }

    /// <summary>Per parent, or leg of one: what the venues executed is what the desk was told, in quantity and in value. What a leg traded back counts against it.</summary>
    public void FillsReachedTheDesk()
    {
        (RouterEngine engine, RecoveredState state) = world.Journal.Recover();
        ClientOrderIdFormat ids = new(state.Header.InstanceTag);
        Dictionary<(string, string), (decimal Quantity, decimal Value)> executed = [];
        foreach (SimulatedOrder order in world.Venues.Orders())
        {
            Assert.True(ids.TryParse(order.ClientOrderId, out ChildOrderId child), $"{order.ClientOrderId} is no id of this journal");
            ParentOrder parent = engine.Parents[(int)child.Parent.Value - 1];
            string id = string.Create(CultureInfo.InvariantCulture, $"{state.Header.InstanceTag}-{parent.Leg?.Basket.Id.Value ?? parent.Id.Value}");
            (string, string) key = (id, parent.Leg?.Request.Reference ?? "");
            int sign = parent.Leg is { } leg && leg.Request.Side != parent.Request.Side ? -1 : 1;
            (decimal quantity, decimal value) = executed.GetValueOrDefault(key);
            executed[key] = (quantity + (sign * order.CumulativeQuantity), sign < 0 ? value : value + order.CumulativeValue);
        }

        List<WireReport> last = [.. Told().GroupBy(report => (report.OrderId, report.Leg)).Select(group => group.MaxBy(Number)!)];
        Assert.NotEmpty(last);
        foreach (WireReport report in last)
        {
            (decimal quantity, decimal value) = executed.GetValueOrDefault((report.OrderId, report.Leg));
            Assert.True(report.CumulativeQuantity == quantity, $"the venues executed {quantity} for {report}");
            List<WireReport> trades = [.. Told().Where(other => other.OrderId == report.OrderId && other.Leg == report.Leg && other.ExecType == 'F').DistinctBy(other => other.ExecId)];
            decimal bought = trades.Where(trade => trade.Side == trades[0].Side).Sum(trade => trade.LastQuantity ?? 0m);
            decimal back = trades.Where(trade => trade.Side != trades[0].Side).Sum(trade => trade.LastQuantity ?? 0m);
            Assert.True(bought - back == quantity, $"the desk was told trades of {bought} less {back}, the venues executed {quantity} for {report}");
            Assert.InRange((quantity == 0m ? 0m : report.AveragePrice * bought) - (quantity == 0m ? 0m : value), -Cents, Cents);
            executed.Remove((report.OrderId, report.Leg));
        }

        Assert.DoesNotContain(executed, parent => parent.Value.Quantity > 0m);
    }

    /// <summary>Reports of what trades at venues: of single orders and of legs. What the whole of several legs has filled trades nowhere.</summary>
    private IEnumerable<WireReport> Told() =>
        world.Desk.Reports.Where(report => report.ExecId.Length > 0 && report.OrderId != "NONE" && report.Multileg != '3');

    /// <summary>An ExecID comes once, or again only as a resend of the same report; totals never fall; a parent ends once.</summary>
    public void ReportsAreUnique()
    {
        foreach (IGrouping<string, WireReport> deliveries in world.Desk.Reports.Where(report => report.ExecId.Length > 0).GroupBy(report => report.ExecId))
        {
            Assert.Single(deliveries.Select(report => report.WithoutFlag()).Distinct());
            Assert.All(deliveries.Skip(1), again => Assert.True(again.PossibleDuplicate, $"sent again without PossDupFlag: {again}"));
        }

        foreach (IGrouping<string, WireReport> parent in world.Desk.Reports.Where(report => report.OrderId != "NONE" && report.Leg.Length == 0).GroupBy(report => report.OrderId))
        {
            List<WireReport> inOrder = [.. parent.Where(report => report.ExecId.Length > 0).DistinctBy(report => report.ExecId).OrderBy(Number)];
            Assert.Equal(inOrder.Select(report => report.CumulativeQuantity).Order(), inOrder.Select(report => report.CumulativeQuantity));
            Assert.Single(inOrder, report => report.IsFinal);
            Assert.Equal(inOrder[^1].OrdStatus == '8' ? 0 : 1, inOrder.Count(report => report.ExecType == '0'));
        }
    }

    /// <summary>The desk has exactly the reports that the journal implies: the live router and its recovery number and fill them alike.</summary>
    public void ReportsAreTheJournals()
    {
        (_, RecoveredState state) = world.Journal.Recover();
        IEnumerable<(string Id, decimal Cumulative, string Order)> implied = state.Reports.OfType<ReportParent>()
            .Select(report => ($"{state.Header.InstanceTag}-{report.ReportNumber}", report.CumulativeQuantity, report.ClientOrderId));
        IEnumerable<(string Id, decimal Cumulative, string Order)> received = world.Desk.Reports
            .Where(report => report.ExecId.Length > 0)
            .DistinctBy(report => report.ExecId)
            .OrderBy(Number)
            .Select(report => (report.ExecId, report.CumulativeQuantity, report.ClientOrderId));
        Assert.Equal(implied, received);
    }

    /// <summary>Why the ledger rebuilt from the journal is not what the venues state, or null when it is. Nothing may be reserved.</summary>
    public string? LedgerFault()
    {
        (RouterEngine engine, _) = world.Journal.Recover();
        foreach (Subaccount subaccount in world.Configuration.Firm.Subaccounts)
        {
            AccountState account = engine.Ledger[subaccount.Id];
            AccountStatement statement = world.Venues.Statement(subaccount.Name);
            if (engine.Ledger.Reservations(subaccount.Id) is { Count: > 0 } held)
                return $"{subaccount.Name}: reserved for {string.Join(", ", held.Select(child => child.Terms.Id))}";
            foreach (StatementBalance balance in statement.Balances)
            {
                decimal own = account.Balances.FirstOrDefault(other => other.Asset.Code == balance.Asset).Quantity;
                if (Math.Abs(own - balance.Quantity) > (balance.Asset == "BTC" ? 0m : Cents))
                    return $"{subaccount.Name}: {own} {balance.Asset}, stated {balance.Quantity}";
            }

            foreach (StatementPosition position in statement.Positions)
            {
                Instrument instrument = position.Position.Instrument;
                PositionLots own = account.Positions.FirstOrDefault(other => other.Instrument == instrument.Id).Quantity;
                if (own.Value * instrument.LotSize != position.Quantity)
                    return $"{subaccount.Name}: position {own.Value * instrument.LotSize} {instrument.Symbol}, stated {position.Quantity}";
            }
        }

        return null;
    }

    /// <summary>Every decision of the journal recomputes to the same bytes from the same accounts.</summary>
    public void DecisionsReplay()
    {
        IReadOnlyList<ReplayedDecision> decisions = world.Journal.Replay();
        Assert.NotEmpty(decisions);
        Assert.All(decisions, decision => Assert.True(decision.SameDecision && decision.SameAccounts, $"{decision}"));
    }

    private static long Number(WireReport report) =>
        long.Parse(report.ExecId[(report.ExecId.IndexOf('-', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
}
