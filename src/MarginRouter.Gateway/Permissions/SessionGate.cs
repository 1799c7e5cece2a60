using System.Collections.Immutable;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Engine.Trades;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Gateway.Permissions;

/// <summary>
/// What one session may do. A message that its permission does not hold is refused as a whole; an order of the desk's own session that may
/// not be becomes a rejected order, so that the desk finds it as it finds every other rejection, and its id is used up.
/// </summary>
internal sealed class SessionGate(DeskSessionOptions options)
{
    private readonly SessionRights rights = RightsTable.Of(options.Permission) & (options.IsOwn ? SessionRights.All : RightsTable.Beside);

    /// <summary>Why the message is refused whatever it says; null when it is to be read.</summary>
    public Refusal? JudgeType(int messageType)
    {
        SessionRights needed = RightsTable.NeededFor(messageType);
        bool hasReport = options.IsOwn && needed == SessionRights.Orders;
        return hasReport ? null : Judge(needed, FixMsgType.ToText(messageType));
    }

    /// <summary>Why the account, or the wish for any, is refused; null when it may be used.</summary>
    public Refusal? JudgeAccount(string? account)
    {
        if (options.Accounts.IsEmpty || (account is not null && options.Accounts.Contains(account)))
            return null;
        return new Refusal(RefusalReason.PermissionDenied, account is null
            ? $"Account(1) is needed: session {options.Name} has {string.Join(", ", options.Accounts)}"
            : $"Account {account} on session {options.Name}");
    }

    /// <summary>The request as it may pass: as it is, or one that the engine rejects. A refusal means that it does not pass at all.</summary>
    public InboundEvent Restrict(InboundEvent inbound, out Refusal? refusal)
    {
        refusal = null;
        switch (inbound)
        {
            case ParentReceived received when JudgeOrder(received.Request.Account) is { } denied:
                ParentRequest request = received.Request;
                return new ParentUnsupported(
                    request.Desk, request.ClientOrderId, request.Symbol, request.Side, request.Quantity, denied, received.PossibleDuplicate);
            case ParentReplaceRequested replace when JudgeOrder(replace.Request.Account) is { } denied:
                return replace with { Unsupported = denied };
            case BasketReceived basket when JudgeOrder(basket.Request.Account) is { } denied:
                return basket with { Unsupported = denied };
            case AccountsRequested { Account: string account }:
                refusal = JudgeAccount(account);
                return inbound;
            case TradesRequested trades when !options.Accounts.IsEmpty:
                TradeFilter filter = trades.Filter;
                refusal = filter.Accounts.Select(JudgeAccount).FirstOrDefault(denied => denied is not null);
                return filter.Accounts.IsEmpty ? trades with { Filter = filter with { Accounts = options.Accounts } } : inbound;
            default:
                return inbound;
        }
    }

    /// <summary>The accounts of an answer that the session may see.</summary>
    public AnswerAccounts Restrict(AnswerAccounts answer)
    {
        if (options.Accounts.IsEmpty)
            return answer;
        ImmutableArray<string> allowed = options.Accounts;
        return answer with { Accounts = [.. answer.Accounts.Where(account => allowed.Contains(account.Subaccount.Name))] };
    }

    private Refusal? JudgeOrder(string? account) => Judge(SessionRights.Orders, "orders") ?? JudgeAccount(account);

    private Refusal? Judge(SessionRights needed, string what) => (rights & needed) == needed
        ? null
        : new Refusal(RefusalReason.PermissionDenied, $"{what} on session {options.Name} ({options.Permission})");
}
