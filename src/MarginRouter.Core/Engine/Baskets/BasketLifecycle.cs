using System.Collections.Immutable;
using MarginRouter.Core.Engine.Allocations;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Core.Engine.Baskets;

/// <summary>
/// Works baskets: new blocks, planned followers, and what their policy says when legs have filled unevenly. Nothing new is decided for a
/// basket while one of its children may still fill.
/// </summary>
internal sealed class BasketLifecycle(
    Firm firm, OrderRegister orders, ChildLifecycle children, (BasketRegister Register, BasketRequests Requests, AllocationRequests Allocations) baskets, (BasketQuestionBuilder Questions, BasketOptimizer Optimizer) deciding)
{
    private readonly BasketRegister register = baskets.Register;

    /// <summary>After a restart: new blocks of an immediate basket are not opened any more, uneven legs are settled.</summary>
    public void Resume(Instant at, CommandList commands)
    {
        register.ClearDue();
        foreach (BasketOrder basket in register.Live)
        {
            Acknowledge(at, basket, commands);
            if (basket.Request.IsImmediate)
            {
                basket.IsExhausted = true;
                basket.Stopped = new Refusal(RefusalReason.RouterRestarted, "immediate-or-cancel remainder");
            }

            children.Touch(basket);
        }
    }

    /// <summary>The next basket that is due, with the question of its attempt; null when there is none.</summary>
    public BasketQuestion? TakeDue(Instant at) =>
        register.TakeDue() is { } basket ? deciding.Questions.Build(basket, Purpose(basket) ?? BasketPurpose.Open, at) : null;

    /// <summary>Decides a question of <see cref="TakeDue"/> and carries it out.</summary>
    public void Decide(Instant at, BasketQuestion question, CommandList commands)
    {
        BasketDecision decision = deciding.Optimizer.Decide(question);
        commands.Add(new RecordBasketDecision(decision));
        Carry(at, decision, commands);
    }

    /// <summary>Carries a decision out: the live one, or one that the journal holds.</summary>
    public void Carry(Instant at, BasketDecision decision, CommandList commands)
    {
        BasketOrder basket = orders[decision.Slice.Basket].Leg!.Basket;
        register.Unschedule(basket);
        basket.Blocking = [.. decision.Blocking.Select(block => Named(basket, block))];
        if (!basket.Acknowledged && Refuses(basket, decision) is { IsEmpty: false } refusals)
        {
            basket.Apply(ParentSignal.Refused);
            commands.Add(BasketReports.Of(basket, orders.NextReport(), ExecutionKind.Rejected, at) with { Refusals = refusals });
            return;
        }

        Acknowledge(at, basket, commands);
        Count(basket, decision, commands);
        Send(at, basket, decision, commands);
        children.Touch(basket);
    }

    /// <summary>Goes on with every touched basket none of whose children is open.</summary>
    public void Advance(Instant at, bool killed, CommandList commands)
    {
        foreach (BasketOrder basket in children.TakeTouchedBaskets())
        {
            if (basket.Status == ParentStatus.Filled)
                baskets.Requests.RefuseCrossed(basket, commands);
            if (!ParentTransitions.IsFinal(basket.Status) && !basket.HasOpenChildren && !register.IsDue(basket))
                Advance(at, basket, killed, commands);
            baskets.Allocations.Follow(at, basket, commands);
        }
    }

    private void Advance(Instant at, BasketOrder basket, bool killed, CommandList commands)
    {
        Desk desk = firm.FindDesk(basket.Request.Desk)!;
        if (!basket.IsLevel)
        {
            Settle(at, basket, (desk, killed), commands);
            return;
        }

        basket.RepairAttempts = 0;
        basket.RepairWaits = 0;
        basket.WaitsToSettle = false;
        basket.SettlesOtherWay = false;
        int most = firm.Repairs.MostInALife(desk);
        if (basket.Complete == basket.Blocks || basket.IsClosing || IsSpent(basket, desk))
            End(at, basket, Left(basket), commands);
        else if (basket.Repairs >= most)
            End(at, basket, [new Refusal(RefusalReason.RepairLimit, $"repairs of basket {basket.Request.ClientOrderId}", basket.Repairs, null, most), .. basket.Blocking], commands);
        else
            register.Wait(basket, at.PlusMilliseconds(desk.ReattemptMilliseconds));
    }

    /// <summary>True when an immediate basket has had all attempts to open blocks; the further stages of a plan are part of its attempt.</summary>
    private static bool IsSpent(BasketOrder basket, Desk desk)
    {
        int attempts = basket.Request.TimeInForce == TimeInForce.FillOrKill ? 1 : desk.MaximumAttempts;
        bool continues = basket.ContinuesPlan && basket.Complete > basket.CompleteAtOpen;
        return basket.Request.IsImmediate && (basket.IsExhausted || (!continues && basket.Attempts >= attempts));
    }

    /// <summary>Brings uneven legs back into ratio by the basket's policy, or ends and says so.</summary>
    private void Settle(Instant at, BasketOrder basket, (Desk Desk, bool Killed) now, CommandList commands)
    {
        if (now.Killed || Purpose(basket) is not { } purpose)
            EndUneven(at, basket, null, commands);
        else if (basket.LeavesDust)
            EndWithDust(at, basket, commands);
        else if (purpose != BasketPurpose.Follow && LimitOf(basket, now.Desk) is { } limit)
            EndUneven(at, basket, limit, commands);
        else if (purpose == BasketPurpose.Follow || (purpose == BasketPurpose.Unwind && !basket.WaitsToSettle))
            register.MakeDue(basket); // Those books have not been touched: every moment of waiting is exposure.
        else
            register.Wait(basket, at.PlusMilliseconds(firm.Repairs.WaitMilliseconds(now.Desk, basket.RepairWaits)));
    }

    /// <summary>Why uneven legs are given up; null while they are not.</summary>
    private Refusal? LimitOf(BasketOrder basket, Desk desk)
    {
        (string what, int has, int most)[] limits =
        [
            ("repairs in a row", basket.RepairAttempts, RepairPolicy.MostInARow(desk)),
            ("repairs", basket.Repairs, firm.Repairs.MostInALife(desk)),
            ("waits for a repair's inputs", basket.RepairWaits, firm.Repairs.MostWaits),
        ];
        foreach ((string what, int has, int most) in limits)
        {
            if (has >= most)
                return new Refusal(RefusalReason.RepairLimit, $"{what} of basket {basket.Request.ClientOrderId}", has, null, most);
        }

        return null;
    }

    /// <summary>What the next attempt is for; null when uneven legs are to stay as they are.</summary>
    private static BasketPurpose? Purpose(BasketOrder basket)
    {
        if (basket.IsLevel)
            return BasketPurpose.Open;
        if (basket.FollowsNext && !basket.IsClosing)
            return BasketPurpose.Follow;
        return basket.Request.ShortFill switch
        {
            ShortFillPolicy.Complete => basket.SettlesOtherWay ? BasketPurpose.Unwind : BasketPurpose.Complete,
            ShortFillPolicy.Unwind => basket.SettlesOtherWay ? BasketPurpose.Complete : BasketPurpose.Unwind,
            ShortFillPolicy.Stop => null,
        };
    }

    private static void Count(BasketOrder basket, BasketDecision decision, CommandList commands)
    {
        basket.FollowsNext = decision.IsLead;
        if (decision.Slice.Purpose == BasketPurpose.Open)
        {
            bool continued = basket.ContinuesPlan && basket.Complete > basket.CompleteAtOpen;
            basket.Attempts += continued ? 0 : 1;
            basket.CompleteAtOpen = basket.Complete;
            basket.ContinuesPlan = decision.HasMoreStages && !(decision.IsLead && decision.Stages.Length == 2);
            basket.IsExhausted |= decision.Stages.IsEmpty && basket.Request.IsImmediate;
        }
        else if (decision.Slice.Purpose != BasketPurpose.Follow)
        {
            CountRepair(basket, decision, commands);
        }
    }

    private static void CountRepair(BasketOrder basket, BasketDecision decision, CommandList commands)
    {
        bool wasOtherWay = basket.SettlesOtherWay;
        bool small = IsTooSmall(decision);
        basket.SettlesOtherWay = small && !wasOtherWay;
        basket.LeavesDust = small && wasOtherWay && BasketResidual.IsDust(basket);
        basket.WaitsToSettle = true;
        if (basket.SettlesOtherWay || basket.LeavesDust)
            return;

        // What only waits for an input (a book, a statement, a connection) has not been tried.
        bool tried = decision.Legs.Any(leg => !leg.Children.IsEmpty)
            || decision.Blocking.Any(block => !IsMissingInput(block.Limit.Reason));
        basket.RepairAttempts += tried ? 1 : 0;
        basket.Repairs += tried ? 1 : 0;
        basket.RepairWaits = tried ? 0 : basket.RepairWaits + 1;
        if (basket.RepairWaits == 1)
            commands.Add(new RaiseAlarm("basketWaits", $"basket {basket.Id.Value} is uneven and waits: {string.Join("; ", basket.Blocking.Select(refusal => $"{refusal.Reason} {refusal.Subject}"))}"));
    }

    /// <summary>True for reasons that something asked about is missing or too old; the reasons after them are limits.</summary>
    private static bool IsMissingInput(RefusalReason reason) => reason is >= RefusalReason.BookUnavailable and < RefusalReason.MaintenanceUtilisation;

    /// <summary>True when nothing was sent, and only because at most one block of each leg was wanted, which is less than any instrument takes.</summary>
    private static bool IsTooSmall(BasketDecision decision) =>
        decision.Slice.Legs.All(leg => leg.Quantity.Value <= leg.LotsPerBlock)
        && decision.Legs.All(leg => leg.Children.IsEmpty)
        && !decision.Blocking.IsEmpty
        && decision.Blocking.All(block => block.Limit.Reason is RefusalReason.MinimumQuantity or RefusalReason.MinimumNotional or RefusalReason.LotRemainder);

    private void Send(Instant at, BasketOrder basket, BasketDecision decision, CommandList commands)
    {
        BasketQuestion question = decision.Slice;
        Instant deadline = at.PlusMilliseconds(firm.Ages.IntentMilliseconds);
        for (int i = 0; i < basket.Legs.Length; i++)
        {
            LegQuestion asked = question.Legs[i];
            long lots = question.Purpose == BasketPurpose.Open ? question.Blocks * asked.LotsPerBlock : asked.Quantity.Value;
            if (lots == 0)
                continue;
            ParentOrder order = deciding.Questions.Take(basket.Legs[i], asked, lots, at);
            order.Attempts = asked.Attempt;
            foreach (RouteChild child in decision.Legs[i].Children)
            {
                children.Intend(at, order, child.Terms, question.Prices);
                commands.Add(new SendChild(child.Terms, deadline));
            }
        }
    }

    /// <summary>Why a first attempt refuses the whole: too large, not whole at once, or nothing can be sent for a reason that waiting does not mend.</summary>
    private ImmutableArray<Refusal> Refuses(BasketOrder basket, BasketDecision decision)
    {
        Desk desk = firm.FindDesk(basket.Request.Desk)!;
        decimal value = 0m;
        foreach ((BasketLeg leg, LegDecision given) in basket.Legs.Zip(decision.Legs))
        {
            decimal? price = given.ArrivalPrice ?? leg.Request.LimitPrice;
            if (price is null && decision.Slice.Prices.TryConvert(leg.Product.Base, leg.Product.Pricing, out decimal rate, out _))
                price = rate;
            value += Value(leg.Product.Quantity(new QuantityLots(basket.Wanted(leg))), price ?? 0m);
        }

        if (value > desk.MaximumOrderNotional)
            return [new Refusal(RefusalReason.MaximumOrderNotional, $"desk {desk.Name}", value, null, desk.MaximumOrderNotional)];
        if (basket.Request.TimeInForce == TimeInForce.FillOrKill && decision.Blocks < basket.Blocks)
            return [new Refusal(RefusalReason.MinimumFill, "FillOrKill, in units", basket.Units(basket.Blocks), basket.Units(decision.Blocks)), .. basket.Blocking];
        bool waits = !basket.Request.IsImmediate
            && basket.Blocking.All(refusal => refusal.Reason is RefusalReason.LimitPrice or RefusalReason.DepthExhausted);
        return decision.Legs.Any(leg => !leg.Children.IsEmpty) || waits ? [] : basket.Blocking;
    }

    /// <summary>Quantity times price, which are the desk's figures: at most what eight legs can add up to.</summary>
    private static decimal Value(decimal quantity, decimal price)
    {
        const decimal Most = decimal.MaxValue / (2 * BasketRequest.MostLegs);
        return price > 1m && quantity > Most / price ? Most : quantity * price;
    }

    /// <summary>The refusal in the desk's terms: its name of the leg, and net prices of the basket as it stated it.</summary>
    private static Refusal Named(BasketOrder basket, BasketBlock block)
    {
        if (block.Leg is { } leg)
            return block.Limit with { Subject = $"leg {basket.Legs[leg].Request.Reference}: {block.Limit.Subject}" };
        bool turned = basket.Request.IsOpposite && block.Limit.Reason == RefusalReason.LimitPrice;
        return turned ? block.Limit with { Required = -block.Limit.Required, Threshold = -block.Limit.Threshold } : block.Limit;
    }

    private void Acknowledge(Instant at, BasketOrder basket, CommandList commands)
    {
        if (basket.Acknowledged)
            return;
        basket.Acknowledged = true;
        commands.Add(BasketReports.Of(basket, orders.NextReport(), ExecutionKind.New, at));
    }

    private static ImmutableArray<Refusal> Left(BasketOrder basket)
    {
        if (basket.Complete == basket.Blocks && basket.Leftover > 0m)
            return [new Refusal(RefusalReason.LotRemainder, $"units of basket {basket.Request.Symbol}", basket.Request.Quantity, basket.Units(basket.Blocks))];
        return basket.Stopped is { } stopped ? [stopped, .. basket.Blocking] : basket.Blocking;
    }

    private void EndUneven(Instant at, BasketOrder basket, Refusal? limit, CommandList commands)
    {
        ImmutableArray<Refusal> uneven = BasketReports.Uneven(basket);
        string text = string.Join("; ", uneven.Select(refusal => FormattableString.Invariant($"{refusal.Subject} has {refusal.Required}, {refusal.Available} are in ratio")));
        commands.Add(new RaiseAlarm("basketUneven", $"basket {basket.Id.Value}: {text}"));
        End(at, basket, limit is null ? [.. uneven, .. Left(basket)] : [.. uneven, limit, .. Left(basket)], commands);
    }

    /// <summary>Ends with the residual stated: it is less than any instrument takes, either way, so nobody can be called to trade it.</summary>
    private void EndWithDust(Instant at, BasketOrder basket, CommandList commands)
    {
        ImmutableArray<Refusal> residual = BasketResidual.Of(basket);
        string text = string.Join("; ", residual.Select(refusal => FormattableString.Invariant($"{refusal.Subject} has {refusal.Required}, {refusal.Available} are in ratio, a block is {refusal.Threshold}")));
        commands.Add(new RaiseAlarm("basketDust", $"basket {basket.Id.Value} ends with what no instrument takes: {text}"));
        End(at, basket, [.. residual, .. Left(basket)], commands);
    }

    private void End(Instant at, BasketOrder basket, ImmutableArray<Refusal> refusals, CommandList commands)
    {
        bool whole = basket.Complete == basket.Blocks && basket.Leftover == 0m && basket.IsLevel;
        bool expires = basket.IsExpiring && basket.Status != ParentStatus.PendingCancel;
        basket.Apply(whole ? ParentSignal.FullyFilled : expires ? ParentSignal.Expired : ParentSignal.Ended);
        basket.NextAttemptAt = null;
        ExecutionKind kind = whole ? ExecutionKind.OrderStatus : expires ? ExecutionKind.Expired : ExecutionKind.Canceled;
        if (!whole && expires)
            refusals = [new Refusal(RefusalReason.Expired, basket.Request.ClientOrderId), .. refusals];
        BasketReports.AddEnd(basket, (orders, kind), whole ? [] : refusals, at, commands);
        if (!whole)
            basket.CancelClientOrderId = null; // The cancel is answered.
    }
}
