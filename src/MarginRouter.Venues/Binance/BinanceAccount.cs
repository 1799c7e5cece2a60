using System.Text;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Binance;

/// <summary>A subaccount and the key pair that trades it. Its text never shows the secret.</summary>
/// <param name="Subaccount">The subaccount.</param>
/// <param name="ApiKey">API key.</param>
/// <param name="Secret">HMAC secret as the venue shows it.</param>
public sealed record BinanceAccount(SubaccountId Subaccount, string ApiKey, string Secret)
{
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Subaccount = ").Append(Subaccount.Value);
        return true;
    }
}
