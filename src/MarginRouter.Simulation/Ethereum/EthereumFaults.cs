namespace MarginRouter.Simulation.Ethereum;

/// <summary>Faults of a simulated node and its chain, to be ordered at run time; each counts down as it is used.</summary>
public sealed class EthereumFaults
{
    private readonly Lock gate;
    private int reverts;
    private int drops;
    private int replacements;
    private int withheld;
    private int swallowed;
    private int refusals;
    private int failures;
    private int disguised;
    private int lateHeads;
    private (int Count, int Blocks) delays;
    private string refusal = "";

    internal EthereumFaults(Lock gate) => this.gate = gate;

    /// <summary>The next transactions revert when they are mined, although their simulation passes.</summary>
    public void RevertTransactions(int count) => Order(() => reverts += count);

    /// <summary>The next transactions are taken and then forgotten.</summary>
    public void DropTransactions(int count) => Order(() => drops += count);

    /// <summary>The next transactions are taken, and another one with the same nonce is mined instead.</summary>
    public void ReplaceTransactions(int count) => Order(() => replacements += count);

    /// <summary>The next transactions wait for some blocks before they are mined.</summary>
    public void DelayTransactions(int count, int blocks) => Order(() => delays = (count, blocks));

    /// <summary>The next transactions are taken, but that is never answered.</summary>
    public void WithholdAnswers(int count) => Order(() => withheld += count);

    /// <summary>The next transactions never arrive, and there is no answer.</summary>
    public void SwallowTransactions(int count) => Order(() => swallowed += count);

    /// <summary>The next transactions are refused by the node with these words.</summary>
    public void RefuseTransactions(int count, string words) => Order(() => (refusals, refusal) = (count, words));

    /// <summary>The next transactions are taken, and answered with an error that does not say so.</summary>
    public void AnswerWithErrors(int count) => Order(() => disguised += count);

    /// <summary>The next HTTP requests are answered with status 503.</summary>
    public void FailRequests(int count) => Order(() => failures += count);

    internal bool TakeRevert() => Take(ref reverts);

    internal bool TakeDrop() => Take(ref drops);

    internal bool TakeReplacement() => Take(ref replacements);

    internal bool TakeWithheld() => Take(ref withheld);

    internal bool TakeSwallowed() => Take(ref swallowed);

    /// <summary>After each of the next blocks the sockets are told the block before it once more, as by a node behind the others of a pool.</summary>
    public void RepeatOldHeads(int count) => Order(() => lateHeads += count);

    internal bool TakeLateHead() => Take(ref lateHeads);

    internal bool TakeDisguise() => Take(ref disguised);

    internal bool TakeFailure()
    {
        lock (gate)
            return Take(ref failures);
    }

    internal string? TakeRefusal() => Take(ref refusals) ? refusal : null;

    internal int TakeDelay()
    {
        if (delays.Count == 0)
            return 0;
        delays.Count--;
        return delays.Blocks;
    }

    private static bool Take(ref int left)
    {
        if (left == 0)
            return false;
        left--;
        return true;
    }

    private void Order(Action order)
    {
        lock (gate)
            order();
    }
}
