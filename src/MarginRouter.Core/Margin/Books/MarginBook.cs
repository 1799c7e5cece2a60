using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Rules;

namespace MarginRouter.Core.Margin.Books;

/// <summary>One account under one set of prices, to be judged as a whole. Immutable; a stress or a search is another book.</summary>
internal sealed record MarginBook
{
    /// <summary>The rules.</summary>
    public required MarginRuleSet Rules { get; init; }

    /// <summary>What the rules say about books.</summary>
    public required BookRules Book { get; init; }

    /// <summary>The currency of all amounts.</summary>
    public required Asset Reporting { get; init; }

    /// <summary>What is held and, negative, what is owed; an asset may stand twice.</summary>
    public required ImmutableArray<AssetBalance> Balances { get; init; }

    /// <summary>Positions, spot pairs included.</summary>
    public required ImmutableArray<BookPosition> Positions { get; init; }

    /// <summary>Open orders, without those that only reduce.</summary>
    public required ImmutableArray<CaseOrder> Orders { get; init; }

    /// <summary>Value of one unit of an asset in the reporting currency, by code.</summary>
    public required ImmutableSortedDictionary<string, decimal> Values { get; init; }

    /// <summary>True for a hypothetical book: the last tier then serves sizes beyond the table.</summary>
    public bool BeyondTables { get; init; }

    /// <summary>Contracts that hold something.</summary>
    public IEnumerable<BookPosition> Held => Positions.Where(position => !position.IsSpot && position.Quantity != 0m);

    /// <summary>Balances by asset, what is owed taken off what is held, in ordinal order of the code.</summary>
    public IEnumerable<AssetBalance> Net => Balances
        .GroupBy(balance => balance.Asset)
        .Select(group => new AssetBalance(group.Key, group.Sum(balance => balance.Quantity)))
        .OrderBy(balance => balance.Asset.Code, StringComparer.Ordinal);

    /// <summary>The same book after an amount came in or went out; what goes out is taken from what is held before it is owed.</summary>
    public MarginBook Booked(Asset asset, decimal change)
    {
        ImmutableArray<AssetBalance> balances = Balances;
        for (int i = 0; i < balances.Length && change < 0m; i++)
        {
            if (balances[i].Asset != asset || balances[i].Quantity <= 0m)
                continue;
            decimal taken = Math.Min(balances[i].Quantity, -change);
            balances = balances.SetItem(i, balances[i] with { Quantity = balances[i].Quantity - taken });
            change += taken;
        }

        return this with { Balances = change == 0m ? balances : balances.Add(new AssetBalance(asset, change)) };
    }
}
