using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;
using MarginRouter.Gateway.Instructions;

namespace MarginRouter.Gateway.Tests;

/// <summary>What a desk wants of the routing, in each of the three forms, over a real session.</summary>
public sealed class InstructionTests : IDisposable
{
    private const string Order = "11=A1|55=BTC-USD|54=1|38=1|40=1|60=20260102-03:04:05";

    private static readonly (string Name, string Value)[] Everything =
    [
        ("MaximumChildren", "4"), ("FillToleranceBp", "2.5"), ("MaximumMarginalCostBp", "12.5"), ("HoldingMilliseconds", "60000"), ("RegulatedOnly", "Y"),
        ("Jurisdictions", "EU UK"), ("InstrumentKinds", "spot linearPerpetual"), ("ExcludedVenues", "gamma"), ("VenueOrder", "beta alpha"),
        ("VenueWeightsBp", "beta=-2.5 alpha=1"), ("VenueShares", "beta=0.5"),
    ];

    private readonly TestRouter router = new();
    private readonly MemoryFixMessageStore store = new();
    private readonly TestDesk desk;

    public InstructionTests() => desk = new TestDesk(store).LogOn(router.EndPoint);

    [Fact]
    public void Order_WithEveryInstruction_MeansTheSameInAllThreeForms()
    {
        Assert.Equal(RouteParameters.All.Select(parameter => parameter.Name), Everything.Select(one => one.Name));
        string tags = string.Join('|', Everything.Select(one => $"{RouteParameters.Find(one.Name)!.Tag}={one.Value}"));
        string group = string.Join('|', Everything.Select(one => $"958={one.Name}|959={RouteParameters.Find(one.Name)!.Type}|960={one.Value}"));
        string text = string.Join(';', Everything.Select(one => $"{one.Name}={one.Value}"));

        RouteInstructions[] read = [Send($"847=1001|{tags}"), Send($"957={Everything.Length}|{group}"), Send($"848={text}")];

        Assert.All(read, Expect);
    }

    [Fact]
    public void Order_WithoutInstructions_HasNone()
    {
        desk.Send(FixMsgType.NewOrderSingle, $"{Order}|847=1001");
        Assert.Null(Assert.IsType<ParentReceived>(router.Inbox.Next().Inbound).Request.Instructions);
    }

    [Theory]
    [InlineData("5201=0", "MaximumChildren(5201) '0'")]
    [InlineData("5201=99999999999", "MaximumChildren(5201) '99999999999'")]
    [InlineData("5202=10000.1", "FillToleranceBp(5202) '10000.1'")]
    [InlineData("5203=0", "MaximumMarginalCostBp(5203) '0'")]
    [InlineData("5204=-1", "HoldingMilliseconds(5204) '-1'")]
    [InlineData("5205=yes", "RegulatedOnly(5205) 'yes'")]
    [InlineData("5206= ", "Jurisdictions(5206) ' '")]
    [InlineData("5207=spot Spot", "InstrumentKinds(5207) 'spot Spot'")]
    [InlineData("5207=1", "InstrumentKinds(5207) '1'")]
    [InlineData("5208=beta beta", "ExcludedVenues(5208) 'beta beta'")]
    [InlineData("5210=beta", "VenueWeightsBp(5210) 'beta'")]
    [InlineData("5210=beta=1 beta=2", "VenueWeightsBp(5210) 'beta=1 beta=2'")]
    [InlineData("5211=beta=0", "VenueShares(5211) 'beta=0'")]
    [InlineData("5211=beta=1.01", "VenueShares(5211) 'beta=1.01'")]
    [InlineData("847=1", "TargetStrategy(847) 1: only 1001 is worked")]
    [InlineData("849=0.1", "ParticipationRate(849) 0.1: not worked")]
    [InlineData("848=MaximumChildren", "'MaximumChildren' is not Name=Value")]
    [InlineData("848=MaximumChildrens=1", "parameter 'MaximumChildrens' is not known")]
    [InlineData("848=MaximumChildren=1|5201=1", "MaximumChildren(5201) is stated twice")]
    [InlineData("957=1|958=RegulatedOnly|959=14|960=Y", "StrategyParameterType(959) of RegulatedOnly: 13 is expected")]
    [InlineData("957=2|958=RegulatedOnly|960=Y", "NoStrategyParameters(957): not as many parameters as it says")]
    public void Order_WithABadInstruction_IsRefusedByItsName(string fields, string subject)
    {
        desk.Send(FixMsgType.NewOrderSingle, $"{Order}|{fields}");

        ParentUnsupported refused = Assert.IsType<ParentUnsupported>(router.Inbox.Next().Inbound);

        Assert.Equal(RefusalReason.InvalidInstruction, refused.Refusal.Reason);
        Assert.StartsWith(subject, refused.Refusal.Subject, StringComparison.Ordinal);
        Assert.Equal(1m, refused.Quantity);
    }

    public void Dispose()
    {
        desk.Dispose();
        router.Dispose();
        store.Dispose();
    }

    private RouteInstructions Send(string fields)
    {
        desk.Send(FixMsgType.NewOrderSingle, $"{Order}|{fields}");
        return Assert.IsType<ParentReceived>(router.Inbox.Next().Inbound).Request.Instructions!;
    }

    private static void Expect(RouteInstructions read)
    {
        Assert.Equal((4, 2.5m, 12.5m, 60_000L, true), (read.MaximumChildren, read.FillToleranceBasisPoints, read.MaximumMarginalCostBasisPoints, read.HoldingMilliseconds, read.RegulatedOnly));
        Assert.Equal(new[] { "EU", "UK" }, read.Jurisdictions.AsEnumerable());
        Assert.Equal(new[] { InstrumentKind.Spot, InstrumentKind.LinearPerpetual }, read.Kinds.AsEnumerable());
        Assert.Equal(
            new[]
            {
                new VenuePreference("gamma") { Excluded = true },
                new VenuePreference("beta") { Rank = 1, PenaltyBasisPoints = -2.5m, MaximumShare = 0.5m },
                new VenuePreference("alpha") { Rank = 2, PenaltyBasisPoints = 1m },
            },
            read.Venues.AsEnumerable());
    }
}
