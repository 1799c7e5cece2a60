using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Tests.Margin;

namespace MarginRouter.Core.Tests.Ledger;

public sealed class FirmLedgerTests
{
    [Fact]
    public void Reservations_ThroughAChildsLife_EqualWhatIsOpen()
    {
        FirmLedger ledger = New();
        ChildOrder child = Child(0);
        ChildOrder other = Child(1);
        ledger.Reserve(child);
        ledger.Reserve(other);
        Assert.Throws<InvalidOperationException>(() => ledger.Reserve(child));
        child.TryApply(ChildSignal.Lost);
        Assert.Throws<InvalidOperationException>(() => ledger.Release(child));
        Assert.Equal([10L, 10L], ledger.Reservations(new SubaccountId(0)).Select(one => one.Open.Value));
        child.TryApply(ChildSignal.NotFound);
        ledger.Release(child);
        Assert.Throws<InvalidOperationException>(() => ledger.Release(child));
        Assert.Same(other, ledger.Reservations(new SubaccountId(0)).Single());
    }

    private static FirmLedger New() =>
        new(MarginWorld.Reference, [MarginWorld.Account("x", "USD", 1m, []).Subaccount], _ => false);

    private static ChildOrder Child(int leg) => new(new ChildOrderTerms(
        new ChildOrderId(new ParentOrderId(1), 1, leg), new SubaccountId(0), MarginWorld.Btc, Side.Buy, new QuantityLots(10), new PriceTicks(1), false));
}
