using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.MarketData;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Core.Tests.Routing.Legs;

/// <summary>
/// The best way to send a tiny basket at once, by trying every split of every leg: most blocks, then least money. Every account is
/// judged at every fill state (<see cref="DenseStates"/>), each answer remembered.
/// </summary>
internal sealed class ExhaustiveBasket
{
    private readonly BasketQuestion question;
    private readonly ReferenceData reference;
    private readonly MarginModelTable models;
    private readonly (int Leg, RouteAccount Account, int Slot)[] pairs;
    private readonly long[] taken;
    private readonly Dictionary<string, bool> known = [];
    private long blocks;

    public ExhaustiveBasket(BasketQuestion question, ReferenceData reference, MarginModelTable models)
    {
        this.question = question;
        this.reference = reference;
        this.models = models;
        pairs =
        [
            .. from leg in Enumerable.Range(0, question.Legs.Length)
               from book in question.Legs[leg].Books
               from account in question.Accounts
               where account.Subaccount.Instruments.Contains(book.Instrument)
               select (leg, account, book.Instrument.Value),
        ];
        taken = new long[pairs.Length];
        for (blocks = question.Blocks; blocks > 0 && Paid is null; blocks--)
            Try(0, [.. question.Legs.Select(leg => leg.LotsPerBlock * blocks)]);
        Blocks = Paid is null ? 0 : blocks + 1;
    }

    /// <summary>Most blocks.</summary>
    public long Blocks { get; }

    /// <summary>Least that they pay, fees included, bought positive and sold negative; null for no block.</summary>
    public decimal? Paid { get; private set; }

    /// <summary>What some children pay, taken from the best levels of their books.</summary>
    public static decimal PaidFor(BasketQuestion question, ReferenceData reference, IEnumerable<(int Leg, int Slot, long Lots)> children)
    {
        decimal paid = 0m;
        foreach (IGrouping<int, (int Leg, int Slot, long Lots)> group in children.GroupBy(child => child.Slot))
        {
            LegQuestion leg = question.Legs[group.First().Leg];
            Instrument instrument = reference.Instruments[group.Key];
            long left = group.Sum(child => child.Lots);
            foreach (BookLevel level in leg.Books.Single(book => book.Instrument == instrument.Id).Levels)
            {
                long take = Math.Min(left, level.Quantity.Value);
                paid += take * instrument.BasePerLot * instrument.Price(level.Price) * (leg.Side.Sign() + instrument.Fees.TakerRate);
                left -= take;
            }
        }

        return paid;
    }

    private void Try(int pair, long[] left)
    {
        if (pair == pairs.Length)
        {
            if (left.All(lots => lots == 0))
                Judge();
            return;
        }

        (int leg, _, int slot) = pairs[pair];
        long lot = (long)(reference.Instruments[slot].BasePerLot / BasketScenario.Lot);
        long shown = Shown(leg, slot) - pairs.Select((one, i) => i < pair && one.Slot == slot ? taken[i] : 0).Sum();
        for (long lots = 0; lots <= shown && lots * lot <= left[leg]; lots++)
        {
            taken[pair] = lots;
            long[] rest = [.. left];
            rest[leg] -= lots * lot;
            Try(pair + 1, rest);
        }

        taken[pair] = 0;
    }

    private void Judge()
    {
        decimal paid = PaidFor(question, reference, pairs.Select((pair, i) => (pair.Leg, pair.Slot, taken[i])));
        if (paid >= Paid)
            return;
        foreach (RouteAccount account in question.Accounts)
        {
            PendingFill[] own = [.. pairs.Select((pair, i) => (pair, i)).Where(one => one.pair.Account == account && taken[one.i] > 0).Select(one => Fill(one.i))];
            string key = $"{account.Subaccount.Id.Value}: {string.Join(' ', own)}";
            if (!known.TryGetValue(key, out bool holds))
                known[key] = holds = own.Length == 0 || DenseStates.Broken(question, reference, models, account, own) is null;
            if (!holds)
                return;
        }

        Paid = paid;
    }

    private PendingFill Fill(int pair)
    {
        (int leg, _, int slot) = pairs[pair];
        long total = pairs.Select((one, i) => one.Slot == slot ? taken[i] : 0).Sum();
        BookLevel worst = default;
        foreach (BookLevel level in question.Legs[leg].Books.Single(book => book.Instrument.Value == slot).Levels)
        {
            if (total <= 0)
                break;
            worst = level;
            total -= level.Quantity.Value;
        }

        return new PendingFill(new InstrumentId(slot), question.Legs[leg].Side, new QuantityLots(taken[pair]), worst.Price);
    }

    private long Shown(int leg, int slot) =>
        question.Legs[leg].Books.Single(book => book.Instrument.Value == slot).Levels.Sum(level => level.Quantity.Value);
}
