using System.Security.Cryptography;
using System.Text;
using MarginRouter.Simulation.Accounts;

namespace MarginRouter.Simulation.Binance;

/// <summary>The keys under which USD-M clients open their private stream: one per account, valid until closed or expired.</summary>
internal sealed class BinanceListenKeys
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, SimulatedAccount> accounts = new(StringComparer.Ordinal);
    private int created;

    /// <summary>The account's key; the same one until it is closed.</summary>
    public string Open(SimulatedAccount account)
    {
        lock (gate)
        {
            foreach ((string key, SimulatedAccount owner) in accounts)
            {
                if (ReferenceEquals(owner, account))
                    return key;
            }

            created++;
            string made = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{account.ApiKey}/{created}")));
            accounts.Add(made, account);
            return made;
        }
    }

    /// <summary>True when the account has a key to renew.</summary>
    public bool IsOpen(SimulatedAccount account)
    {
        lock (gate)
            return accounts.ContainsValue(account);
    }

    public void Close(SimulatedAccount account)
    {
        lock (gate)
        {
            foreach (string key in accounts.Where(pair => ReferenceEquals(pair.Value, account)).Select(pair => pair.Key).ToArray())
                accounts.Remove(key);
        }
    }

    public SimulatedAccount? Find(string key)
    {
        lock (gate)
            return accounts.GetValueOrDefault(key);
    }
}
