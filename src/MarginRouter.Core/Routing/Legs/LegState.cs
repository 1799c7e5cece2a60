using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.MarketData;

namespace MarginRouter.Core.Routing.Legs;

/// <summary>Accounts and books before a stage of a basket: those of the question, or what earlier stages will have left if they fill at their limits.</summary>
internal sealed class LegState
{
    private readonly int[][] taken;

    private LegState(ImmutableArray<RouteAccount> accounts, ImmutableArray<RouteBook>[] books, int[][] taken)
    {
        Accounts = accounts;
        Books = books;
        this.taken = taken;
    }

    /// <summary>The accounts, ordered by id.</summary>
    public ImmutableArray<RouteAccount> Accounts { get; }

    /// <summary>By leg.</summary>
    public ImmutableArray<RouteBook>[] Books { get; }

    /// <summary>As the question states it.</summary>
    public static LegState Of(BasketQuestion question) => new(
        question.Accounts,
        [.. question.Legs.Select(leg => leg.Books)],
        [.. question.Legs.Select(leg => new int[leg.Books.Length])]);

    /// <summary>Levels of a leg's book that earlier stages have used up.</summary>
    public int Taken(int leg, int book) => taken[leg][book];

    /// <summary>The state after children of some legs have filled at their limit prices.</summary>
    public LegState After(ReferenceData reference, MarginModelTable models, RouteDecision?[] legs)
    {
        ImmutableArray<RouteBook>[] books = [.. Books];
        int[][] gone = [.. taken.Select(counts => counts.ToArray())];
        for (int leg = 0; leg < legs.Length; leg++)
        {
            if (legs[leg] is { } decision)
                books[leg] = Without(books[leg], gone[leg], decision.Children);
        }

        RouteChild[] all = [.. legs.Where(leg => leg is not null).SelectMany(leg => leg!.Children)];
        return new LegState([.. Accounts.Select(account => Filled(reference, models, account, all))], books, gone);
    }

    private static ImmutableArray<RouteBook> Without(ImmutableArray<RouteBook> books, int[] gone, ImmutableArray<RouteChild> children)
    {
        ImmutableArray<RouteBook>.Builder left = books.ToBuilder();
        for (int i = 0; i < left.Count; i++)
        {
            RouteBook book = left[i];
            long lots = children.Where(child => child.Terms.Instrument == book.Instrument).Sum(child => child.Terms.Quantity.Value);
            if (lots == 0)
                continue;

            // Where less than the displayed size is counted on, that much more of it is gone.
            long shown = (long)decimal.Ceiling(lots / book.FillRatio);
            int level = 0;
            while (level < book.Levels.Length && shown >= book.Levels[level].Quantity.Value)
                shown -= book.Levels[level++].Quantity.Value;
            gone[i] += level;
            ImmutableArray<BookLevel> levels = [.. book.Levels.Skip(level)];
            if (shown > 0 && levels.Length > 0)
                levels = levels.SetItem(0, levels[0] with { Quantity = new QuantityLots(levels[0].Quantity.Value - shown) });
            left[i] = book with { Levels = levels };
        }

        return left.ToImmutable();
    }

    /// <summary>The account as the ledger would have it, by the ledger's own booking.</summary>
    private static RouteAccount Filled(ReferenceData reference, MarginModelTable models, RouteAccount account, RouteChild[] children)
    {
        RouteChild[] own = [.. children.Where(child => child.Terms.Subaccount == account.Subaccount.Id)];
        if (own.Length == 0 || account.Account is not { } held || !models.TryFind(account.Subaccount, out IMarginModel? model, out _))
            return account;
        AccountState state = new(account.Subaccount, reference, model!.Positions == PositionKeeping.SpotMargin);
        state.ApplySnapshot(new AccountSnapshot(account.Subaccount.Id, held.AsOf, held.Balances, held.Positions));
        Instant later = new(held.AsOf.Nanoseconds + 1);
        foreach (RouteChild child in own)
        {
            Instrument instrument = reference[child.Terms.Instrument];
            decimal price = instrument.Price(child.Terms.LimitPrice);
            decimal fee = instrument.Notional(child.Terms.LimitPrice, child.Terms.Quantity) * account.Subaccount.TakerRate(instrument);
            state.ApplyFill(child.Terms, new Fill(child.Terms.Id, "planned", child.Terms.Quantity, price, fee, instrument.Settlement, later));
        }

        return account with { Account = held with { Balances = state.Balances, Positions = state.Positions } };
    }
}
