namespace MarginRouter.Simulation.Quotes;

/// <summary>
/// Faults of makers that a test or a demo orders at run time; each concerns the next so many quotes and is then spent. A lost
/// acknowledgement is a fault of the venue: <see cref="Faults.SimulatedFaults.WithholdAnswers"/> keeps everything about the next order back,
/// <see cref="Faults.SimulatedFaults.SwallowOrders"/> loses the order itself. Every member may be called from any thread.
/// </summary>
public sealed class QuoteFaults
{
    private readonly Lock gate = new();
    private int rejections;
    private string rejectionText = "";
    private int expiries;
    private int lateFills;
    private TimeSpan lateBy;
    private int doubledFills;
    private int doubledQuotes;
    private int refusals;
    private string refusalText = "";
    private int silences;

    /// <summary>Makers refuse the next quotes that are taken, at their last look.</summary>
    public void RejectAtLastLook(int takes, string text = "last look: the price moved") =>
        Set(() => (rejections, rejectionText) = (takes, text));

    /// <summary>The next quotes that are taken run out while their maker looks.</summary>
    public void ExpireWhileExecuting(int takes) => Set(() => expiries = takes);

    /// <summary>The next quotes that are taken are reported as run out, and trade a time later all the same.</summary>
    public void FillLate(int takes, TimeSpan by) => Set(() => (lateFills, lateBy) = (takes, by));

    /// <summary>The next fills of quotes are reported twice, with the same execution id.</summary>
    public void DoubleFills(int fills) => Set(() => doubledFills = fills);

    /// <summary>The next quotes are sent twice.</summary>
    public void DoubleQuotes(int quotes) => Set(() => doubledQuotes = quotes);

    /// <summary>The next answers of makers are refusals; each maker that is asked spends one.</summary>
    public void RefuseToQuote(int answers, string text = "no quote now") => Set(() => (refusals, refusalText) = (answers, text));

    /// <summary>The next answers of makers never come; each maker that is asked spends one.</summary>
    public void IgnoreRequests(int answers) => Set(() => silences = answers);

    internal string? TakeRejection() => Take(ref rejections) ? rejectionText : null;

    internal bool TakeExpiry() => Take(ref expiries);

    internal TimeSpan? TakeLateFill() => Take(ref lateFills) ? lateBy : null;

    internal bool TakeDoubledFill() => Take(ref doubledFills);

    internal bool TakeDoubledQuote() => Take(ref doubledQuotes);

    internal string? TakeRefusal() => Take(ref refusals) ? refusalText : null;

    internal bool TakeSilence() => Take(ref silences);

    private void Set(Action change)
    {
        lock (gate)
            change();
    }

    private bool Take(ref int count)
    {
        lock (gate)
        {
            if (count == 0)
                return false;
            count--;
            return true;
        }
    }
}
