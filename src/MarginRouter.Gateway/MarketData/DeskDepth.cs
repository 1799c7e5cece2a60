using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Requests;

namespace MarginRouter.Gateway.MarketData;

/// <summary>
/// One desk's market data: at most <see cref="MaximumSubscriptions"/> subscriptions, each told the newest state at every interval. What changed
/// and changed back in between is not told, and no more than one state of a subscription is ever on its way, so that a slow desk or a
/// busy engine costs a bounded amount.
/// </summary>
internal sealed class DeskDepth(string desk, Firm firm)
{
    /// <summary>Most subscriptions of a desk.</summary>
    public const int MaximumSubscriptions = 50;

    private const int MaximumLevels = 100;
    private const char Snapshot = '0';
    private const char Subscribe = '1';
    private const char Unsubscribe = '2';
    private const int Incremental = 1;
    private readonly Lock gate = new();
    private readonly Dictionary<string, DepthSubscription> subscriptions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DepthSubscription> snapshots = new(StringComparer.Ordinal);

    /// <summary>Reads MarketDataRequest (V): the question to ask now, or a written reject, or a refusal of a malformed request.</summary>
    public FixRefusal? Read(FixMessage message, FixMessageWriter writer, out DepthRequested? question, out bool rejected)
    {
        question = null;
        rejected = false;
        OrderFields fields = new(message);
        if (!fields.TryName(FixTag.MDReqID, out string id))
            return fields.MissingOrMalformed(FixTag.MDReqID);
        if (!message.TryGetChar(FixTag.SubscriptionRequestType, out char type))
            return fields.MissingOrMalformed(FixTag.SubscriptionRequestType);
        lock (gate)
        {
            if (type == Unsubscribe)
            {
                subscriptions.Remove(id);
                return null;
            }
        }

        if (!message.TryGetInt(FixTag.MarketDepth, out int depth))
            return fields.MissingOrMalformed(FixTag.MarketDepth);
        if (!message.TryGetInt(FixTag.NoRelatedSym, out int symbols) || symbols != 1)
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixTag.NoRelatedSym, "one symbol is expected: ask once for each");
        if (!fields.TryName(FixTag.Symbol, out string symbol))
            return fields.MissingOrMalformed(FixTag.Symbol);
        bool incremental = message.TryGetInt(FixTag.MDUpdateType, out int updates) && updates == Incremental;
        DepthSubscription subscription = new(id, symbol, depth == 0 ? MaximumLevels : depth, incremental);
        (char Reason, string Text)? reject = Add(subscription, type, depth);
        rejected = reject is not null;
        if (reject is { } refused)
            DepthWriter.WriteReject(writer, id, refused.Reason, refused.Text);
        else if (subscription.TryAsk())
            question = new DepthRequested(desk, id, symbol, subscription.Levels);
        return null;
    }

    /// <summary>The questions of one interval.</summary>
    public IReadOnlyList<DepthRequested> Due()
    {
        lock (gate)
        {
            return [.. subscriptions.Values.Where(one => one.TryAsk()).Select(one => new DepthRequested(desk, one.Id, one.Symbol, one.Levels))];
        }
    }

    /// <summary>Writes the answer; false when there is nothing to send.</summary>
    public bool Write(FixMessageWriter writer, AnswerDepth answer)
    {
        lock (gate)
        {
            bool subscribed = subscriptions.TryGetValue(answer.Id, out DepthSubscription? subscription);
            if (!subscribed && !snapshots.Remove(answer.Id, out subscription))
                return false;
            if (answer.Refusal is not null)
            {
                subscriptions.Remove(answer.Id);
                DepthWriter.WriteReject(writer, answer.Id, DepthWriter.ReasonOf(answer.Refusal.Reason), RefusalText.Of([answer.Refusal]));
                return true;
            }

            bool changes = subscription!.SendsChanges;
            IReadOnlyList<DepthEntry> entries = subscription.Take(answer);
            if (changes && entries.Count == 0)
                return false;
            if (changes)
                DepthWriter.WriteChanges(writer, subscription, entries, firm);
            else
                DepthWriter.WriteSnapshot(writer, subscription, entries, firm);
            subscription.NoteSnapshot();
            return true;
        }
    }

    /// <summary>The desk has gone: it subscribes again when it is back.</summary>
    public void Clear()
    {
        lock (gate)
        {
            subscriptions.Clear();
            snapshots.Clear();
        }
    }

    private (char Reason, string Text)? Add(DepthSubscription subscription, char type, int depth)
    {
        lock (gate)
        {
            if (type is not (Snapshot or Subscribe))
                return (DepthWriter.UnsupportedSubscription, "SubscriptionRequestType must be 0, 1 or 2");
            if (depth is < 0 or > MaximumLevels)
                return (DepthWriter.UnsupportedDepth, $"MarketDepth must be 0 to {MaximumLevels}");
            if (subscriptions.ContainsKey(subscription.Id) || snapshots.ContainsKey(subscription.Id))
                return (DepthWriter.DuplicateId, "MDReqID is in use");
            if (subscriptions.Count + snapshots.Count >= MaximumSubscriptions)
                return (DepthWriter.TooMany, $"at most {MaximumSubscriptions} requests at a time");
            (type == Snapshot ? snapshots : subscriptions).Add(subscription.Id, subscription);
            return null;
        }
    }
}
