namespace MarginRouter.Simulation.Accounts;

/// <summary>What an account owes, oldest first; it is paid back in that order. Used under the venue's gate.</summary>
internal sealed class AccountDebts
{
    private readonly List<DebtLot> lots = [];
    private readonly SortedDictionary<string, decimal> interest = new(StringComparer.Ordinal);

    /// <summary>All debts.</summary>
    public IReadOnlyList<DebtLot> Lots => lots;

    /// <summary>Units borrowed of an asset, interest left out.</summary>
    public decimal Borrowed(string asset) => lots.Where(lot => lot.Symbol is null && lot.Asset == asset).Sum(lot => lot.Owed);

    /// <summary>Interest owed on borrowed units of an asset.</summary>
    public decimal Interest(string asset) => interest.GetValueOrDefault(asset);

    /// <summary>Begins a debt.</summary>
    public void Add(DebtLot lot) => lots.Add(lot);

    /// <summary>Adds to the interest owed.</summary>
    public void Charge(string asset, decimal amount) => interest[asset] = Interest(asset) + amount;

    /// <summary>Pays interest, then the oldest debts, out of a positive balance; returns what is left of it.</summary>
    public decimal Repay(string asset, decimal balance)
    {
        decimal paid = Math.Min(balance, Interest(asset));
        if (paid > 0m)
            interest[asset] = Interest(asset) - paid;
        decimal left = balance - paid;
        return left - Reduce(lot => lot.Symbol is null && lot.Asset == asset, left);
    }

    /// <summary>Ends the debts of so much of a pair's position.</summary>
    public void Close(string symbol, decimal size) => Reduce(lot => lot.Symbol == symbol, size);

    /// <summary>Takes a size off the debts that fit, oldest first; returns how much was taken.</summary>
    private decimal Reduce(Predicate<DebtLot> fits, decimal size)
    {
        decimal left = size;
        for (int i = 0; i < lots.Count && left > 0m;)
        {
            DebtLot lot = lots[i];
            if (!fits(lot))
            {
                i++;
                continue;
            }

            decimal taken = Math.Min(left, lot.Size);
            left -= taken;
            if (taken == lot.Size)
                lots.RemoveAt(i);
            else
                lots[i++] = lot with { Size = lot.Size - taken, Owed = lot.Owed * (lot.Size - taken) / lot.Size };
        }

        return size - left;
    }
}
