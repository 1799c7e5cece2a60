using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Search;

/// <summary>A (subaccount, instrument) pair that could get a child.</summary>
/// <param name="index">Its place among the candidates: by account, then by the product's order of instruments.</param>
internal sealed class Candidate(int index)
{
    private static readonly IReadOnlyList<GroupCap> NoCaps = [];
    private List<GroupCap>? caps;
    private AccountProbe account = null!;
    private InstrumentId instrument;
    private int slot;
    private PriceTicks roomPrice;
    private long room;
    private bool roomKnown;
    private (AccountEvaluator? Of, PendingFill Fill, long Lots) answered;

    /// <summary>Begins a decision.</summary>
    /// <param name="owner">The account.</param>
    /// <param name="traded">The instrument.</param>
    /// <param name="place">Its place in the product.</param>
    /// <param name="ladder">Its ladder; null when its book cannot be used.</param>
    /// <param name="unusable">Why the pair cannot be used at all; null when it can.</param>
    public void Open(AccountProbe owner, InstrumentId traded, int place, TakerLadder? ladder, Refusal? unusable)
    {
        (account, instrument, slot) = (owner, traded, place);
        Ladder = ladder;
        Unusable = unusable;
        Reopen();
    }

    /// <summary>Begins a decision in which only levels of books differ from the one before.</summary>
    public void Reopen()
    {
        MostRoom = long.MaxValue;
        roomKnown = false;
        room = 0;
        caps?.Clear();
    }

    /// <summary>Its place among the candidates: by account, then by the product's order of instruments.</summary>
    public int Index => index;

    public AccountProbe Account => account;

    public InstrumentId Instrument => instrument;

    /// <summary>Place of its instrument in the product.</summary>
    public int Slot => slot;

    /// <summary>The instrument's ladder; null when its book cannot be used.</summary>
    public TakerLadder? Ladder { get; private set; }

    /// <summary>Why it cannot be used at all, whatever the limits; null when it can.</summary>
    public Refusal? Unusable { get; private set; }

    /// <summary>True when the parent's side shrinks the position that the account holds in the instrument.</summary>
    public bool Reduces { get; set; }

    /// <summary>Limits over several candidates that it adds to.</summary>
    public IReadOnlyList<GroupCap> Caps => caps ?? NoCaps;

    /// <summary>Puts it under such a limit.</summary>
    public void Add(GroupCap cap) => (caps ??= []).Add(cap);

    /// <summary>What its lots cost beside price and listed fee; null for nothing.</summary>
    public CarryLadder? Carry { get; set; }

    /// <summary>What its child costs whatever its size, in the pricing asset.</summary>
    public decimal FixedCost { get; set; }

    /// <summary>No more than this can ever go there, whatever else is decided; unbounded while nothing is known.</summary>
    public long MostRoom { get; private set; } = long.MaxValue;

    /// <summary>What so many lots are compared by, beside price and listed fee; nothing for no lots.</summary>
    public decimal ExtraObjective(long lots) => lots == 0 ? 0m : FixedCost + (Carry?.Objective(lots) ?? 0m);

    /// <summary>The same with its parts.</summary>
    public CandidateCost ExtraCost(long lots) =>
        lots == 0 ? default : (Carry?.CostOf(lots) ?? default) with { Fixed = FixedCost };

    /// <summary>
    /// Most lots that the account's limits allow at a limit price when it gets no other child. Exact, unless a bound from a worse price
    /// already grants <paramref name="need"/>: a worse price never allows more.
    /// </summary>
    public long Room(PriceTicks price, long need, Side side)
    {
        if (roomKnown)
        {
            bool boundIsWorse = side == Side.Buy ? roomPrice >= price : roomPrice <= price;
            if (roomPrice == price || (boundIsWorse && room >= need))
                return room;
        }

        if (!account.TryHeadRoom(this, price, [], out long found))
            return 0;
        foreach (GroupCap cap in Caps)
            found = Math.Min(found, cap.Room(this, null));
        if (price == Ladder!.BestPrice)
            MostRoom = found;
        roomPrice = price;
        room = found;
        roomKnown = true;
        return found;
    }

    /// <summary>The answer to the last question about one child alone, when this is the same question to the same limits.</summary>
    public bool TryRecall(AccountEvaluator limits, in PendingFill wanted, out long lots)
    {
        lots = answered.Lots;
        return ReferenceEquals(answered.Of, limits) && answered.Fill == wanted;
    }

    /// <summary>Keeps an answer of limits whose answers do not change.</summary>
    public void Remember(AccountEvaluator limits, in PendingFill wanted, long lots) => answered = (limits, wanted, lots);

    /// <summary>What was said of it when it was last dearer than what was taken; null before.</summary>
    public DearerNote? Dearer { get; set; }

    /// <summary>The last answer of <see cref="Room"/>, for ordering; zero before the first.</summary>
    public long LastRoom => room;

    /// <summary>
    /// Which of two candidates of an instrument is filled first: those that trade nothing else, because the others may be needed elsewhere;
    /// then those whose position shrinks; then the roomiest, which makes the fewest children.
    /// </summary>
    public static int Precedence(Candidate left, Candidate right)
    {
        int order = left.Account.IsShared.CompareTo(right.Account.IsShared);
        if (order == 0)
            order = right.Reduces.CompareTo(left.Reduces);
        if (order == 0)
            order = right.LastRoom.CompareTo(left.LastRoom);
        return order != 0 ? order : left.Index.CompareTo(right.Index);
    }

    /// <summary>A child of this candidate as the margin rules see it.</summary>
    public PendingFill Fill(Side side, long lots, PriceTicks price) => new(instrument, side, new QuantityLots(lots), price);
}
