using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Quotes;
using MarginRouter.Venues.Connectivity;
using MarginRouter.Venues.Reference;

namespace MarginRouter.Venues.Trading;

/// <summary>The accounts of an adapter: hands each command to the account that it is about.</summary>
internal sealed class TradingAccounts : IDisposable
{
    private readonly IVenueEventSink sink;
    private readonly Dictionary<SubaccountId, TradingAccount> accounts = [];

    /// <summary>Makes the accounts of the context's options.</summary>
    public TradingAccounts(TradingContext context, Func<TradingAccountOptions, TradingContext, AccountProtocol> protocol)
    {
        sink = context.Parts.Sink;
        for (int i = 0; i < context.Options.Accounts.Length; i++)
        {
            TradingAccountOptions account = context.Options.Accounts[i];
            accounts.Add(account.Subaccount, new TradingAccount(i, account.Subaccount, protocol(account, context), context));
        }
    }

    /// <summary>What keeps each of them connected.</summary>
    public IEnumerable<Func<CancellationToken, Task>> Runs => accounts.Values.Select(account => (Func<CancellationToken, Task>)account.RunAsync);

    /// <summary>Takes a command without blocking; an order of an account that is not configured is dropped.</summary>
    public void Post(ChildOrderTerms terms, OutboundCommand command, OrderStanding standing = OrderStanding.Immediate)
    {
        if (accounts.TryGetValue(terms.Subaccount, out TradingAccount? account))
        {
            account.Post(command, standing);
        }
        else if (command is SendChild)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static drop => drop.sink.OnEvent(new ChildDropped(drop.Id, "the adapter has no key for its subaccount")),
                (sink, terms.Id),
                preferLocal: false);
        }
    }

    /// <summary>Orders that the fullest account may still send now; null without accounts.</summary>
    public int? OrdersLeft => accounts.Count == 0 ? null : accounts.Values.Min(account => account.OrdersLeft);

    /// <summary>Has the fees of each account read whose venue states them.</summary>
    public void AddFees(ReferencePoll poll)
    {
        foreach ((SubaccountId account, TradingAccount trading) in accounts)
        {
            if (trading.Protocol.Fees is { } read)
                poll.AddFees(account, read);
        }
    }

    /// <summary>Takes a request for quotes without blocking; that of an account that is not configured is lost.</summary>
    public void Post(RequestQuotes command)
    {
        if (accounts.TryGetValue(command.Subaccounts[0], out TradingAccount? account))
        {
            account.Post(command);
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(
            static lost => lost.sink.OnEvent(new QuoteRequestEnded(lost.Id, null, QuoteRequestEnding.Lost, "the adapter has no key for its subaccount")),
            (sink, command.Id),
            preferLocal: false);
    }

    /// <summary>Takes the end of a request for quotes without blocking.</summary>
    public void Post(EndQuoteRequest command)
    {
        if (accounts.TryGetValue(command.Subaccounts[0], out TradingAccount? account))
            account.Post(command);
    }

    /// <summary>The account of a subaccount; throws <see cref="VenueConfigurationException"/> when it is not configured.</summary>
    public TradingAccount Of(SubaccountId subaccount) => accounts.TryGetValue(subaccount, out TradingAccount? account)
        ? account
        : throw new VenueConfigurationException($"subaccount {subaccount.Value} is not configured");

    public void Dispose()
    {
        foreach (TradingAccount account in accounts.Values)
            account.Dispose();
    }
}
