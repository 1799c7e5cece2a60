using MarginRouter.Fix.Codec;
using MarginRouter.Gateway.Versions;

namespace MarginRouter.Gateway.Rules;

/// <summary>Samples of messages that a version states otherwise than FIX 4.4.</summary>
internal static class VersionSamples
{
    /// <summary>The sample of a version; null where that of FIX 4.4 holds.</summary>
    public static string? Find(int type, DeskVersion version) => (version, type) switch
    {
        (DeskVersion.Fix42, FixMsgType.NewOrderSingle) =>
            "11=ORDER-1|109=CLIENT-7|21=1|5208=gamma|55=BTC-USD|54=1|60=20270115-08:00:01|38=1|40=2|44=50000|59=0|210=0.5",
        (DeskVersion.Fix42, FixMsgType.OrderCancelReplaceRequest) =>
            "41=ORDER-1|11=ORDER-2|21=1|55=BTC-USD|54=1|60=20270115-08:00:02|38=2|40=2|44=50001|59=1",
        (DeskVersion.Fix42, FixMsgType.AllocationInstruction) =>
            "70=ALLOCATION-1|71=0|73=1|11=ORDER-1|54=1|55=BTC-USD|53=0.5|6=60010|75=20270115|78=2|79=FUND-A|80=0.3|79=FUND-B|80=0.2",
        (DeskVersion.Fix50Sp2, FixMsgType.NewOrderSingle) =>
            "11=ORDER-1|55=BTC-USD|54=1|60=20270115-08:00:01|38=1|40=2|44=50000|59=0|1138=0.5|957=1|958=ExcludedVenues|959=24|960=gamma",
        _ => null,
    };
}
