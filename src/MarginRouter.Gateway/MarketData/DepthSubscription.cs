using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;

namespace MarginRouter.Gateway.MarketData;

/// <summary>One desk's subscription to the consolidated book of a product: what it was told last, and whether the next state is being asked for.</summary>
internal sealed class DepthSubscription(string id, string symbol, int levels, bool incremental)
{
    private Dictionary<(char Side, InstrumentId Instrument, decimal Price), decimal> told = [];
    private int asked;

    /// <summary>MDReqID(262).</summary>
    public string Id { get; } = id;

    /// <summary>Symbol(55).</summary>
    public string Symbol { get; } = symbol;

    /// <summary>Most levels of each side.</summary>
    public int Levels { get; } = levels;

    /// <summary>True once a first snapshot was sent and only changes are wanted after it.</summary>
    public bool SendsChanges { get; private set; }

    /// <summary>Marks that the next state is asked for; false while one is on its way, so that no more than one ever is.</summary>
    public bool TryAsk() => Interlocked.Exchange(ref asked, 1) == 0;

    /// <summary>Takes the state that was asked for: the entries to send, new ones and changes with their size, ended ones with null.</summary>
    public IReadOnlyList<DepthEntry> Take(AnswerDepth answer)
    {
        Volatile.Write(ref asked, 0);
        Dictionary<(char Side, InstrumentId Instrument, decimal Price), decimal> now = [];
        foreach (DepthLevel level in answer.Bids)
            now[(DepthEntry.Bid, level.Instrument, level.Price)] = level.Quantity;
        foreach (DepthLevel level in answer.Asks)
            now[(DepthEntry.Offer, level.Instrument, level.Price)] = level.Quantity;
        List<DepthEntry> entries = [];
        foreach ((char Side, InstrumentId Instrument, decimal Price) gone in SendsChanges ? told.Keys.Where(key => !now.ContainsKey(key)) : [])
            entries.Add(new DepthEntry(DepthEntry.Delete, gone.Side, gone.Instrument, gone.Price, null));
        foreach ((var key, decimal quantity) in now)
        {
            bool known = told.TryGetValue(key, out decimal before);
            if (!SendsChanges || !known || before != quantity)
                entries.Add(new DepthEntry(SendsChanges && known ? DepthEntry.Change : DepthEntry.New, key.Side, key.Instrument, key.Price, quantity));
        }

        told = now;
        return entries;
    }

    /// <summary>Notes that a snapshot was sent.</summary>
    public void NoteSnapshot() => SendsChanges = incremental;
}
