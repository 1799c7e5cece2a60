using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Allocations;
using MarginRouter.Gateway.Versions;

namespace MarginRouter.Gateway.Requests;

/// <summary>Reads what an order states beside quantity, price and routing: its life, conditions, account, parties and pre-allocation.</summary>
internal static class OrderConditionReader
{
    private const char NotHeld = '1';
    private const char AllOrNone = 'G';
    private const char Manual = '3';
    private const int OrderQuantityTypeTag = 854;
    private const int ExecutingFirmRole = 1;
    private const int ClientRole = 3;
    private const string Proprietary = "D";
    private static readonly int[] PartyMembers = [FixTag.PartyID, FixTag.PartyIDSource, FixTag.PartyRole];

    /// <summary>Fields that ask for what the router does not do; the rules of engagement list them.</summary>
    public static ImmutableArray<(int Tag, string Name)> UnsupportedFields { get; } =
    [
        (FixTag.StopPx, "StopPx"), (FixTag.EffectiveTime, "EffectiveTime"), (77, "PositionEffect"), (152, "CashOrderQty"), (211, "PegOffsetValue"),
        (388, "DiscretionInst"), (427, "GTBookingInst"), (516, "OrderPercent"), (OrderQuantityTypeTag, "QtyType"), (FixTag.ExDestination, "ExDestination"),
    ];

    /// <summary>Adds what is there to the request; the refusal names a field that is malformed.</summary>
    public static FixRefusal? Read(OrderFields fields, Firm firm, ref ParentRequest request)
    {
        FixRefusal? refusal = ReadExpiry(fields, firm, out Instant? expiry)
            ?? OrderReader.ReadOptional(fields, FixTag.MinQty, out decimal? minimum) ?? Then(ref request, minimum is null ? request : request with { MinimumQuantity = minimum })
            ?? OrderReader.ReadOptional(fields, FixTag.MaxFloor, out decimal? floor) ?? Then(ref request, floor is null ? request : request with { MaximumShow = floor })
            ?? OrderReader.ReadOptional(fields, FixTag.MaxShow, out decimal? show) ?? Then(ref request, show is null ? request : request with { MaximumShow = request.MaximumShow ?? show })
            ?? OrderReader.ReadOptional(fields, NewTag.DisplayQty, out decimal? display) ?? Then(ref request, display is null ? request : request with { MaximumShow = request.MaximumShow ?? display })
            ?? ReadAccount(fields, out string? account)
            ?? Then(ref request, account is null ? request : request with { Account = account });
        if (refusal is not null)
            return refusal;
        if (fields.TryGetChar(FixTag.ExecInst, out char instruction) && instruction == AllOrNone)
            request = request with { MinimumQuantity = request.Quantity };
        if (expiry is not null)
            request = request with { ExpireAt = expiry };
        return ReadParties(fields, ref request) ?? ReadAllocations(fields, ref request);
    }

    /// <summary>What is well-formed but not worked, or null.</summary>
    public static Refusal? Unsupported(OrderFields fields)
    {
        foreach ((int tag, string name) in UnsupportedFields)
        {
            if (fields.Contains(tag))
                return new Refusal(RefusalReason.UnsupportedField, $"{name}({tag})");
        }

        if (fields.GetText(FixTag.ExecInst) is string instructions && instructions is not ([NotHeld] or [AllOrNone]))
            return new Refusal(RefusalReason.UnsupportedField, $"ExecInst(18) {instructions}");
        return fields.TryGetChar(FixTag.HandlInst, out char handling) && handling == Manual
            ? new Refusal(RefusalReason.UnsupportedField, $"HandlInst(21) {handling}")
            : null;
    }

    private static FixRefusal? Then(ref ParentRequest request, ParentRequest next)
    {
        request = next;
        return null;
    }

    /// <summary>ExpireTime(126), or the end of the day of ExpireDate(432).</summary>
    private static FixRefusal? ReadExpiry(OrderFields fields, Firm firm, out Instant? expiry)
    {
        expiry = null;
        if (fields.Contains(FixTag.ExpireTime))
        {
            if (!fields.TryGetTimestamp(FixTag.ExpireTime, out DateTime utc))
                return fields.MissingOrMalformed(FixTag.ExpireTime);
            expiry = At(utc);
        }
        else if (fields.GetText(FixTag.ExpireDate) is string text)
        {
            if (!DateOnly.TryParseExact(text, "yyyyMMdd", out DateOnly date))
                return fields.MissingOrMalformed(FixTag.ExpireDate);
            int minutes = firm.DayEndMinutes == 0 ? 24 * 60 : firm.DayEndMinutes;
            expiry = At(date.ToDateTime(TimeOnly.MinValue).AddMinutes(minutes));
        }

        return null;
    }

    private static Instant At(DateTime utc) => new((utc - DateTime.UnixEpoch).Ticks * 100);

    private static FixRefusal? ReadAccount(OrderFields fields, out string? account)
    {
        account = null;
        if (!fields.Contains(FixTag.Account))
            return null;
        if (!fields.TryName(FixTag.Account, out string name))
            return fields.MissingOrMalformed(FixTag.Account);
        account = name;
        return null;
    }

    private static FixRefusal? ReadParties(OrderFields fields, ref ParentRequest request)
    {
        if (!fields.Contains(FixTag.NoPartyIDs))
            return ReadOldParty(fields, OldTag.ClientID, ClientRole, ref request) ?? ReadOldParty(fields, OldTag.ExecBroker, ExecutingFirmRole, ref request);
        if (!fields.TryGetGroup(FixTag.NoPartyIDs, PartyMembers, out FixGroup group) || !group.CountMatches())
            return FixRefusal.Session(FixRejectReason.IncorrectGroupCount, FixTag.NoPartyIDs);
        ImmutableArray<OrderParty>.Builder parties = ImmutableArray.CreateBuilder<OrderParty>();
        foreach (FixGroupEntry entry in group)
        {
            OrderFields party = new(entry);
            if (!party.TryName(FixTag.PartyID, out string id))
                return party.MissingOrMalformed(FixTag.PartyID);
            if (!party.TryName(FixTag.PartyIDSource, out string source))
                return party.MissingOrMalformed(FixTag.PartyIDSource);
            if (!party.TryGetInt(FixTag.PartyRole, out int role))
                return party.MissingOrMalformed(FixTag.PartyRole);
            parties.Add(new OrderParty(id, source, role));
        }

        request = request with { Parties = parties.ToImmutable() };
        return null;
    }

    /// <summary>A party as FIX 4.2 states it, by a field of its own.</summary>
    private static FixRefusal? ReadOldParty(OrderFields fields, int tag, int role, ref ParentRequest request)
    {
        if (!fields.Contains(tag))
            return null;
        if (!fields.TryName(tag, out string id))
            return fields.MissingOrMalformed(tag);
        request = request with { Parties = request.Parties.Add(new OrderParty(id, Proprietary, role)) };
        return null;
    }

    private static FixRefusal? ReadAllocations(OrderFields fields, ref ParentRequest request)
    {
        if (!fields.Contains(FixTag.NoAllocs))
            return null;
        FixRefusal? refusal = ShareReader.Read(fields, out ImmutableArray<OrderAllocation> allocations);
        request = request with { Allocations = allocations };
        return refusal;
    }
}
