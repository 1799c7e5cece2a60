using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Routing.Search;

/// <summary>A (subaccount, instrument) pair that could get a child.</summary>
internal sealed class Candidate(int index, AccountProbe account, InstrumentId instrument, int slot)
{
    private PriceTicks roomPrice;
    private long room;
    private bool roomKnown;

    /// <summary>Its place among the candidates: by account, then by the product's order of instruments.</summary>
    public int Index => index;

    public AccountProbe Account => account;

    public InstrumentId Instrument => instrument;

    /// <summary>Place of its instrument in the product.</summary>
    public int Slot => slot;

    /// <summary>The instrument's ladder; null when its book cannot be used.</summary>
    public TakerLadder? Ladder { get; init; }

    /// <summary>Why it cannot be used at all, whatever the limits; null when it can.</summary>
    public Refusal? Unusable { get; init; }

    /// <summary>True when the parent's side shrinks the position that the account holds in the instrument.</summary>
    public bool Reduces { get; init; }

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
        roomPrice = price;
        room = found;
        roomKnown = true;
        return found;
    }

    /// <summary>The last answer of <see cref="Room"/>, for ordering; zero before the first.</summary>
    public long LastRoom => room;

    /// <summary>A child of this candidate as the margin rules see it.</summary>
    public PendingFill Fill(Side side, long lots, PriceTicks price) => new(instrument, side, new QuantityLots(lots), price);
}
