using System.Globalization;
using System.Text;
using MarginRouter.Core.Orders;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.FixVenue.Dialects;
using MarginRouter.Venues.FixVenue.Trading;

namespace MarginRouter.Venues.Tests.FixVenue;

/// <summary>Order ids as venues take them.</summary>
public sealed class WireIdsTests
{
    private static readonly VenueClock Clock = new(TimeProvider.System);

    [Theory]
    [InlineData(FixOrderIdForm.Text)]
    [InlineData(FixOrderIdForm.TimeUuid)]
    public void New_AnyChild_IsReadBack(FixOrderIdForm form)
    {
        int seed = Random.Shared.Next();
        Random random = new(seed);
        WireIds ids = new(new ClientOrderIdFormat("k3f"), form, Clock);
        HashSet<string> seen = [];
        for (int i = 0; i < 500; i++)
        {
            ChildOrderId child = new(new ParentOrderId(random.NextInt64(1, 1L << 34)), random.Next(1 << 12), random.Next(1 << 8));
            foreach (WireIdKind kind in Enum.GetValues<WireIdKind>())
            {
                string id = ids.New(child, kind)!;
                Assert.True(ids.TryParse(Encoding.ASCII.GetBytes(id), out ChildOrderId read, out WireIdKind readKind), $"seed {seed}: {id}");
                Assert.True((child, kind) == (read, readKind), $"seed {seed}: {id}");
                Assert.True(id.Length <= (form == FixOrderIdForm.Text ? FixOrderDialect.LongestText : 36), id);
                Assert.True(seen.Add(id), $"seed {seed}: {id} twice");
                Assert.All(id, character => Assert.True(char.IsAsciiLetterOrDigit(character) || character is '-' or '_', id));
            }
        }
    }

    [Fact]
    public void New_AsUuid_BeginsWithTheTimeAndRises()
    {
        WireIds ids = new(new ClientOrderIdFormat("k3f"), FixOrderIdForm.TimeUuid, Clock);
        long before = Clock.Now.Nanoseconds / 10_000;
        long last = 0;
        for (int i = 0; i < 100; i++)
        {
            string id = ids.New(new ChildOrderId(new ParentOrderId(7), 1, 0), WireIdKind.Order)!;
            Assert.Equal(('4', '-'), (id[14], id[23]));
            Assert.Contains(id[19], "89ab");
            long units = long.Parse(id[..8] + id[9..13], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            Assert.InRange(units, Math.Max(before, last + 1), (Clock.Now.Nanoseconds / 10_000) + 100);
            last = units;
        }
    }

    [Fact]
    public void New_ChildBeyondTheForm_HasNoId()
    {
        WireIds ids = new(new ClientOrderIdFormat("k3f"), FixOrderIdForm.TimeUuid, Clock);
        Assert.Null(ids.New(new ChildOrderId(new ParentOrderId(1L << 34), 1, 0), WireIdKind.Order));
        Assert.Null(ids.New(new ChildOrderId(new ParentOrderId(1), 1 << 12, 0), WireIdKind.Order));
        Assert.Null(ids.New(new ChildOrderId(new ParentOrderId(1), 1, 256), WireIdKind.Order));
    }

    [Theory]
    [InlineData(FixOrderIdForm.Text, "manual-7")]
    [InlineData(FixOrderIdForm.Text, "zzz1-1-0")]
    [InlineData(FixOrderIdForm.Text, "k3f1-1-0_x9")]
    [InlineData(FixOrderIdForm.Text, "k3f1-1-0_")]
    [InlineData(FixOrderIdForm.Text, "")]
    [InlineData(FixOrderIdForm.TimeUuid, "1b4e28ba-2fa1-41d2-883f-0016d3cca427")]
    [InlineData(FixOrderIdForm.TimeUuid, "1623448294234000")]
    [InlineData(FixOrderIdForm.TimeUuid, "k3f1-1-0")]
    public void TryParse_IdOfSomebodyElse_IsNotOurs(FixOrderIdForm form, string id) =>
        Assert.False(new WireIds(new ClientOrderIdFormat("k3f"), form, Clock).TryParse(Encoding.ASCII.GetBytes(id), out _, out _));
}
