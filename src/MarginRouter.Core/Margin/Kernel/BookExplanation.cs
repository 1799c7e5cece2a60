using System.Collections.Immutable;

namespace MarginRouter.Core.Margin.Kernel;

/// <summary>Writes the pieces of an evaluation as named addends of equity and requirement; addends of zero are left out.</summary>
internal sealed class BookExplanation
{
    private readonly ImmutableArray<MarginTerm>.Builder terms = ImmutableArray.CreateBuilder<MarginTerm>();
    private readonly PreparedBook<decimal> book;
    private readonly BookNames names;

    private BookExplanation(PreparedBook<decimal> book, BookNames names)
    {
        this.book = book;
        this.names = names;
    }

    /// <summary>The addends of the last evaluation of a book.</summary>
    public static ImmutableArray<MarginTerm> Of(PreparedBook<decimal> book, BookNames names, in BookResult<decimal> result)
    {
        BookExplanation explanation = new(book, names);
        switch (book.Model)
        {
            case DebtRatio<decimal>:
                explanation.Assets("asset", names.Assets.Length, index => index);
                explanation.Add("debtMargin", result.Maintenance);
                break;
            case CollateralLtv<decimal>:
                explanation.CoinAndCollateral();
                explanation.Requirements();
                break;
            case PooledMaintenance<decimal>:
                explanation.Assets("pool", names.Assets.Length, index => index);
                explanation.Requirements();
                break;
            case TieredLiability<decimal>:
                explanation.Assets("netCollateral", names.Ordinal.Length, index => names.Ordinal[index]);
                break;
            default:
                explanation.Wallets();
                explanation.Profits();
                explanation.Requirements();
                break;
        }

        if (book.Model is not DebtRatio<decimal>)
            explanation.DebtsAndOrders();
        return explanation.terms.ToImmutable();
    }

    private void Wallets()
    {
        bool apart = book.Rules.Book.PerSettlement;
        Assets("wallet", names.Assets.Length, index => apart ? index : names.Ordinal[index]);
    }

    private void Assets(string name, int count, Func<int, int> order)
    {
        for (int i = 0; i < count; i++)
            Add($"{name} {names.Assets[order(i)]}", book.AssetPieces[order(i)].Equity);
    }

    private void Profits()
    {
        for (int i = 0; i < book.ContractPieces.Length; i++)
        {
            Add($"isolatedMargin {names.Instruments[i]}", book.ContractPieces[i].Aside);
            Add($"unrealisedProfit {names.Instruments[i]}", book.ContractPieces[i].Profit);
        }
    }

    private void CoinAndCollateral()
    {
        decimal coin = book.Sums.Coin;
        Add($"balance {names.Reporting}", Math.Max(coin, 0m));
        Add("collateralAtThreshold", book.Rules.Capped(book.Sums.Equity));
        Add("fixedRequirement", book.Rules.FixedRequirement);
        Add("borrowed", Math.Max(-coin, 0m));
    }

    private void Requirements()
    {
        bool nets = book.Rules.Book.NetsUnderlying;
        for (int group = 0; group < book.Groups.Length; group++)
        {
            bool longs = book.Groups[group].LongsLead;
            for (int i = 0; i < book.Contracts.Length; i++)
            {
                ref readonly ContractPiece<decimal> piece = ref book.ContractPieces[i];
                if (book.Contracts[i].Group != group || (nets && piece.IsLong != longs))
                    continue;
                Add($"positionMargin {names.Instruments[i]}", piece.Maintenance);
                if (book.Model.CountsBeside)
                    Add($"closingFee {names.Instruments[i]}", piece.Beside);
            }
        }
    }

    private void DebtsAndOrders()
    {
        for (int i = 0; i < book.AssetPieces.Length; i++)
            Add($"borrowMargin {names.Assets[i]}", book.AssetPieces[i].Borrowing);
        for (int i = 0; i < book.OrderPieces.Length; i++)
        {
            ref readonly OrderPiece<decimal> piece = ref book.OrderPieces[i];
            Add($"orderLoss {names.Instruments[i]}", -piece.Loss);
            Add($"openingFee {names.Instruments[i]}", -piece.OpeningFee);
            Add($"orderMargin {names.Instruments[i]}", piece.Maintenance);
            Add($"closingFee order {names.Instruments[i]}", piece.Beside);
        }
    }

    private void Add(string name, decimal value)
    {
        if (value != 0m)
            terms.Add(new MarginTerm(name, value));
    }
}
