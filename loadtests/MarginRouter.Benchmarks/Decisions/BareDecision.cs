using System.Buffers.Text;
using MarginRouter.Benchmarks.Feeds;
using MarginRouter.Benchmarks.Margin;

namespace MarginRouter.Benchmarks.Decisions;

/// <summary>
/// The floor: the least that can be called a decision. A bare parse and apply of the tick, a sweep of all books by price and fee, one
/// multiply-add over the scenarios for each account and candidate, and the children written as FIX. It proves, records and explains nothing.
/// </summary>
internal sealed class BareDecision
{
    private const int Scenarios = 64;
    private const long SizeUnit = 100_000_000;
    private readonly BareBook[] books;
    private readonly int[] cursors;
    private readonly long[] fees;
    private readonly long[] taken;
    private readonly double[][] sums;
    private readonly double[] columns;
    private readonly int candidates;
    private readonly long wanted;
    private readonly byte[] buffer = new byte[512];
    private double worst;

    /// <param name="venues">Books.</param>
    /// <param name="accounts">Accounts.</param>
    /// <param name="candidates">Candidates judged for each account.</param>
    /// <param name="quantity">Size of the parent in base units.</param>
    public BareDecision(int venues, int accounts, int candidates, decimal quantity)
    {
        this.candidates = candidates;
        wanted = (long)(quantity * SizeUnit);
        books = [.. Enumerable.Range(0, venues).Select(_ => new BareBook())];
        cursors = new int[venues];
        taken = new long[venues];
        fees = [.. Enumerable.Range(0, venues).Select(venue => 100_040L + (venue * 3))];
        Random random = new(11);
        sums = [.. Enumerable.Range(0, accounts).Select(_ => Numbers(random, Scenarios))];
        columns = Numbers(random, Scenarios * candidates);
    }

    /// <summary>Sum of the worst scenarios, so that nothing is optimised away.</summary>
    public double Worst => worst;

    /// <summary>Takes the first book of a venue.</summary>
    public void TakeSnapshot(int venue, byte[] message) => books[venue].Apply(message);

    /// <summary>One tick and what follows from it; the bytes of all children together.</summary>
    public int Tick(int venue, ReadOnlySpan<byte> message)
    {
        books[venue].Apply(message);
        Sweep();
        double lowest = 0d;
        foreach (double[] sum in sums)
        {
            for (int candidate = 0; candidate < candidates; candidate++)
                lowest += BareKernel.Candidate(sum, columns, candidate, 1d + candidate);
        }

        worst += lowest;
        int bytes = 0;
        for (int book = 0; book < books.Length; book++)
            bytes += taken[book] > 0 ? Encode(book) : 0;
        return bytes;
    }

    private void Sweep()
    {
        for (int book = 0; book < books.Length; book++)
            (cursors[book], taken[book]) = (books[book].Asks.Length - 1, 0);
        for (long left = wanted; left > 0;)
        {
            int best = -1;
            long cheapest = long.MaxValue;
            for (int book = 0; book < books.Length; book++)
            {
                if (cursors[book] < 0)
                    continue;
                long cost = unchecked(-books[book].Asks[cursors[book]].Key / 1_000 * fees[book]);
                if (cost < cheapest)
                    (best, cheapest) = (book, cost);
            }

            if (best < 0)
                return;
            long take = Math.Min(left, books[best].Asks[cursors[best]--].Size);
            taken[best] += take;
            left -= take;
        }
    }

    private int Encode(int book)
    {
        Span<byte> at = buffer;
        int length = Text(at, "8=FIX.4.4|9=160|35=D|49=ROUTER|56=VENUE|34="u8);
        length += Number(at[length..], book + 1L);
        length += Text(at[length..], "|52=20250101-00:00:00.000|11=bm01-1-"u8);
        length += Number(at[length..], book);
        length += Text(at[length..], "|1=account|21=1|55=BTCUSDT|54=1|60=20250101-00:00:00.000000|38="u8);
        length += Number(at[length..], taken[book]);
        length += Text(at[length..], "|40=2|44="u8);
        length += Number(at[length..], -books[book].Asks[cursors[book] + 1].Key);
        length += Text(at[length..], "|59=3|10="u8);
        int sum = 0;
        foreach (byte one in at[..length])
            sum += one;
        return length + Number(at[length..], sum & 255);
    }

    private static int Text(Span<byte> at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(at);
        return text.Length;
    }

    private static int Number(Span<byte> at, long value)
    {
        Utf8Formatter.TryFormat(value, at, out int written);
        return written;
    }

    private static double[] Numbers(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
}
