using System.Globalization;
using System.Text;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;

namespace MarginRouter.Testing.Sessions;

/// <summary>Everything that an engine shows of its orders, ledger and reservations, as text: two engines in the same state give the same.</summary>
public static class EngineDump
{
    public static string Of(RouterEngine engine)
    {
        StringBuilder text = new();
        Line(text, $"killed {engine.IsKilled}");
        foreach (ParentOrder parent in engine.Parents)
        {
            Line(text, $"parent {parent.Id.Value} {parent.Request} {parent.Status} received {parent.ReceivedAt.Nanoseconds}");
            Line(text, $"  {parent.Filled.Value} of {parent.Quantity.Value} filled, {parent.Leaves.Value} left, notional {parent.FilledNotional}");
            Line(text, $"  attempts {parent.Attempts}, exhausted {parent.IsExhausted}, acknowledged {parent.Acknowledged}, cancelled as {parent.CancelClientOrderId}");
            Line(text, $"  next {parent.NextAttemptAt?.Nanoseconds}, held back by {string.Join(' ', parent.Blocking)}");
            foreach (ChildOrder child in parent.Children)
                Line(text, $"  child {child.Terms} {child.Status} filled {child.Filled.Value} open {child.Open.Value} as {child.VenueOrderId}");
        }

        foreach (BasketOrder basket in engine.Baskets)
        {
            Line(text, $"basket {basket.Id.Value} {basket.Request.ClientOrderId} {basket.Status} {basket.Complete} of {basket.Blocks}, reported {basket.Reported} worth {basket.ReportedValue}, expires {basket.ExpiresAt?.Nanoseconds} {basket.IsExpiring}");
            Line(text, $"  attempts {basket.Attempts} {basket.RepairAttempts} {basket.Repairs} {basket.RepairWaits} {basket.WaitsToSettle} {basket.SettlesOtherWay} {basket.LeavesDust}, exhausted {basket.IsExhausted}, next {basket.NextAttemptAt?.Nanoseconds}");
            Line(text, $"  plan {basket.ContinuesPlan} {basket.FollowsNext} {basket.CompleteAtOpen}, held back by {string.Join(' ', basket.Blocking)}");
            Line(text, $"  legs {string.Join(' ', basket.Legs.Select(leg => leg.Net))}");
        }

        for (int i = 0; i < engine.Ledger.Count; i++)
            Account(text, engine.Ledger, new SubaccountId(i));
        return text.ToString();
    }

    private static void Account(StringBuilder text, FirmLedger ledger, SubaccountId id)
    {
        AccountState account = ledger[id];
        Line(text, $"account {account.Subaccount.Name} version {account.Version} stated {account.HasStatement} as of {account.AsOf.Nanoseconds} recent {account.RecentFills}");
        foreach (AssetBalance balance in account.Balances)
            Line(text, $"  balance {balance}");
        foreach (PositionSnapshot position in account.Positions)
            Line(text, $"  position {position}");
        foreach (AssetBalance fee in account.FeesPaid)
            Line(text, $"  fee {fee}");
        foreach (ChildOrder child in ledger.Reservations(id))
            Line(text, $"  reserved {child.Terms.Id} {child.Open.Value}");
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
