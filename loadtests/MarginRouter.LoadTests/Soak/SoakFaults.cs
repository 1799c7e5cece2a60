using System.Collections.Concurrent;
using MarginRouter.Host.Demo;
using MarginRouter.Simulation.Faults;
using MarginRouter.Simulation.Matching;
using MarginRouter.Simulation.Quotes;

namespace MarginRouter.LoadTests.Soak;

/// <summary>Orders random faults of random venues.</summary>
internal sealed class SoakFaults(DemoWorld world, Random random)
{
    private static readonly ConnectionKinds Both = ConnectionKinds.Public | ConnectionKinds.Private;
    private readonly SimulatedExchange[] venues = [.. world.Exchanges.OrderBy(venue => venue.Key, StringComparer.Ordinal).Select(venue => venue.Value)];
    private readonly ConcurrentDictionary<SoakFault, int> ordered = new();

    /// <summary>How often each fault was ordered.</summary>
    public IReadOnlyDictionary<SoakFault, int> Ordered => ordered;

    /// <summary>Orders one fault; faults that last end by themselves after some seconds.</summary>
    /// <param name="withOrders">True while orders are sent: only then faults of orders make sense.</param>
    /// <param name="cancellation">Ends what lasts.</param>
    public async Task OrderAsync(bool withOrders, CancellationToken cancellation)
    {
        SoakFault fault = (SoakFault)random.Next(1, withOrders ? (int)SoakFault.DisturbMakers + 1 : (int)SoakFault.RefuseOrders);
        SimulatedExchange venue = venues[random.Next(venues.Length)];
        int few = random.Next(1, 4);
        ordered.AddOrUpdate(fault, 1, (_, count) => count + 1);
        SimulatedFaults faults = venue.Faults;
        switch (fault)
        {
            case SoakFault.CutMarketData:
                faults.Disconnect(ConnectionKinds.Public);
                break;
            case SoakFault.CutOrders:
                faults.Disconnect(ConnectionKinds.Private);
                break;
            case SoakFault.CutAll:
                faults.Disconnect(Both);
                break;
            case SoakFault.LoseTicks:
                faults.SkipTicks(venue.Markets.Keys.First(), few);
                break;
            case SoakFault.WrongChecksum:
                faults.CorruptChecksums(1);
                break;
            case SoakFault.DoubleFrames:
                faults.DoubleFrames(few);
                break;
            case SoakFault.ExchangeFrames:
                faults.ExchangeFrames(1);
                break;
            case SoakFault.LimitRequests:
                faults.LimitRequests(few);
                break;
            case SoakFault.Maintenance:
                faults.IsUnderMaintenance = true;
                await LastAsync(few, cancellation);
                faults.IsUnderMaintenance = false;
                break;
            case SoakFault.ClockJump:
                world.Clock.Skew += TimeSpan.FromSeconds(random.Next(-30, 31));
                break;
            case SoakFault.DisturbNode:
                DisturbNode();
                break;
            case SoakFault.DisturbSwaps:
                DisturbSwaps();
                break;
            case SoakFault.DisturbMakers:
                DisturbMakers(world.Makers[random.Next(world.Makers.Count)].Faults);
                break;
            default:
                await OrderOfOrdersAsync(fault, faults, few, cancellation);
                break;
        }
    }

    /// <summary>Lets a stranger move the pool.</summary>
    public void MovePool()
    {
        if (world.Chain is { } node)
            SoakPool.Disturb(node.Chain, random.Next(2) == 0);
    }

    /// <summary>Ends every fault that is still waiting or lasting. The clocks stay where they are.</summary>
    public void EndAll()
    {
        foreach (SimulatedExchange venue in venues)
        {
            SimulatedFaults faults = venue.Faults;
            foreach (string symbol in venue.Markets.Keys)
                faults.SkipTicks(symbol, 0);
            faults.IsUnderMaintenance = false;
            faults.ReleaseWithheld();
            faults.AnswerDelay = TimeSpan.Zero;
            faults.SwallowOrders(0);
            faults.RejectOrders(0);
            faults.LimitOrders(0);
            faults.LimitRequests(0);
            faults.CorruptChecksums(0);
            faults.DoubleFrames(0);
            faults.ExchangeFrames(0);
        }
    }

    private static async Task OrderOfOrdersAsync(SoakFault fault, SimulatedFaults faults, int few, CancellationToken cancellation)
    {
        switch (fault)
        {
            case SoakFault.RefuseOrders:
                faults.RejectOrders(few);
                break;
            case SoakFault.LimitOrders:
                faults.LimitOrders(few);
                break;
            case SoakFault.SwallowOrders:
                faults.SwallowOrders(1);
                break;
            case SoakFault.WithholdAnswers:
                faults.WithholdAnswers(few);
                await LastAsync(few, cancellation);
                faults.ReleaseWithheld();
                break;
            case SoakFault.DelayAnswers:
                faults.AnswerDelay = TimeSpan.FromMilliseconds(few * 300);
                await LastAsync(few, cancellation);
                faults.AnswerDelay = TimeSpan.Zero;
                break;
            case SoakFault.PartialFill:
                faults.LimitNextFill(0.01m);
                break;
            case SoakFault.LateFill:
                faults.MakeNextFillLate();
                break;
            default:
                throw new InvalidOperationException($"{fault} is no fault of orders");
        }
    }

    private void DisturbNode()
    {
        if (world.Chain is not { } node)
            return;
        switch (random.Next(4))
        {
            case 0:
                node.Chain.Reorganise(1, keepsTransactions: true);
                break;
            case 1:
                node.Chain.Faults.FailRequests(2);
                break;
            case 2:
                node.Chain.Faults.RepeatOldHeads(2);
                break;
            default:
                node.Disconnect();
                break;
        }
    }

    private void DisturbSwaps()
    {
        if (world.Chain?.Chain.Faults is not { } swaps)
            return;
        switch (random.Next(7))
        {
            case 0:
                swaps.RevertTransactions(1);
                break;
            case 1:
                swaps.DropTransactions(1);
                break;
            case 2:
                swaps.ReplaceTransactions(1);
                break;
            case 3:
                swaps.DelayTransactions(1, 20);
                break;
            case 4:
                swaps.WithholdAnswers(1);
                break;
            case 5:
                swaps.RefuseTransactions(1, "insufficient funds for gas * price + value");
                break;
            default:
                swaps.AnswerWithErrors(1);
                break;
        }
    }

    private void DisturbMakers(QuoteFaults makers)
    {
        switch (random.Next(7))
        {
            case 0:
                makers.RejectAtLastLook(1);
                break;
            case 1:
                makers.ExpireWhileExecuting(1);
                break;
            case 2:
                makers.FillLate(1, TimeSpan.FromSeconds(1));
                break;
            case 3:
                makers.DoubleFills(1);
                break;
            case 4:
                makers.DoubleQuotes(1);
                break;
            case 5:
                makers.RefuseToQuote(1);
                break;
            default:
                makers.IgnoreRequests(1);
                break;
        }
    }

    private static Task LastAsync(int seconds, CancellationToken cancellation) =>
        Task.Delay(TimeSpan.FromSeconds(seconds), cancellation).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
