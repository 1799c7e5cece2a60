using System.Text;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Venues.Trading;

/// <summary>A subaccount and what signs for it. Its text never shows a secret.</summary>
/// <param name="Subaccount">The subaccount.</param>
/// <param name="Key">API key, or the account's address where the venue has no keys.</param>
/// <param name="Secret">Secret or private key as the venue shows it.</param>
/// <param name="Passphrase">The key's passphrase where the venue has one; empty elsewhere.</param>
public sealed record TradingAccountOptions(SubaccountId Subaccount, string Key, string Secret, string Passphrase = "")
{
    private bool PrintMembers(StringBuilder text)
    {
        text.Append("Subaccount = ").Append(Subaccount.Value);
        return true;
    }
}
