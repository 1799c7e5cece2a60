using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Session;
using MarginRouter.Gateway.Instructions;

namespace MarginRouter.Gateway.Requests;

/// <summary>Reads the legs (555) of NewOrderMultileg. Fields that only describe an instrument are passed over; those that ask for something that is not done refuse by name.</summary>
internal static class BasketLegReader
{
    private const int LegProduct = 607;
    private const int LegSymbolSuffix = 601;
    private const int LegSecurityDescription = 620;

    /// <summary>Fields of a leg that ask for what the router does not do; the rules of engagement list them.</summary>
    public static ImmutableArray<(int Tag, string Name)> UnsupportedFields { get; } =
    [
        (564, "LegPositionEffect"), (565, "LegCoveredOrUncovered"), (587, "LegSettlType"), (588, "LegSettlDate"), (690, "LegSwapType"),
        (539, "NoNestedPartyIDs"), (670, "NoLegAllocs"), (683, "NoLegStipulations"), (604, "NoLegSecurityAltID"), (610, "LegMaturityMonthYear"),
        (611, "LegMaturityDate"), (612, "LegStrikePrice"), (613, "LegOptAttribute"), (614, "LegContractMultiplier"), (556, "LegCurrency"),
        (1384, "LegExecInst"), (2680, "LegAccount"),
    ];

    /// <summary>What a leg may hold; the symbol begins it. Members of nested groups are here so that a leg that has them is refused by their name.</summary>
    private static readonly int[] Members =
    [
        FixLegTag.LegSymbol, LegSymbolSuffix, FixLegTag.LegSecurityID, FixLegTag.LegSecurityIDSource, LegProduct, 608, 609, 764, FixLegTag.LegSecurityExchange,
        LegSecurityDescription, FixLegTag.LegRatioQty, FixLegTag.LegSide, FixLegTag.LegQty, 685, FixLegTag.LegRefID, FixLegTag.LegPrice, DeskTag.LegInstrumentKinds,
        524, 525, 538, 804, 545, 805, 671, 672, 673, 674, 675, 688, 689, 605, 606, 942,
        .. UnsupportedFields.Select(field => field.Tag),
    ];

    /// <summary>Adds the legs to a request that has its side and quantity; the refusal names a field that is missing or malformed.</summary>
    public static FixRefusal? Read(OrderFields fields, ref BasketRequest request, ref Refusal? unsupported)
    {
        if (!fields.TryGetGroup(FixLegTag.NoLegs, Members, out FixGroup group))
            return fields.MissingOrMalformed(FixLegTag.NoLegs);
        if (!group.CountMatches())
            return FixRefusal.Session(FixRejectReason.IncorrectGroupCount, FixLegTag.NoLegs);
        ImmutableArray<BasketLegRequest>.Builder legs = ImmutableArray.CreateBuilder<BasketLegRequest>();
        foreach (FixGroupEntry entry in group)
        {
            OrderFields leg = new(entry);
            FixRefusal? refusal = ReadOne(leg, request, out BasketLegRequest read, out Refusal? ratio);
            if (refusal is not null)
                return refusal;
            Refusal? kind = ReadKinds(leg, ref read);
            unsupported ??= Unsupported(leg, read.Reference) ?? ratio ?? kind;
            legs.Add(read);
        }

        request = request with { Legs = legs.ToImmutable() };
        return null;
    }

    private static FixRefusal? ReadOne(OrderFields leg, BasketRequest basket, out BasketLegRequest read, out Refusal? ratio)
    {
        read = new BasketLegRequest(string.Empty, string.Empty, Side.Buy, 0m);
        ratio = null;
        if (!leg.TryName(FixLegTag.LegSymbol, out string symbol))
            return leg.MissingOrMalformed(FixLegTag.LegSymbol);
        if (!leg.TryName(FixLegTag.LegRefID, out string reference))
            return leg.MissingOrMalformed(FixLegTag.LegRefID);
        if (!leg.TryGetChar(FixLegTag.LegSide, out char side))
            return leg.MissingOrMalformed(FixLegTag.LegSide);
        if (side is not ('1' or '2'))
            return FixRefusal.Session(FixRejectReason.ValueIncorrect, FixLegTag.LegSide, "LegSide must be 1 or 2");
        Side stated = side == '1' ? Side.Buy : Side.Sell;
        FixRefusal? refusal = ReadRatio(leg, (reference, basket.Quantity), out decimal units, out ratio);
        refusal ??= OrderReader.ReadOptional(leg, FixLegTag.LegPrice, out _);
        refusal ??= ReadName(leg, FixLegTag.LegSecurityID) ?? ReadName(leg, FixLegTag.LegSecurityExchange);
        OrderReader.ReadOptional(leg, FixLegTag.LegPrice, out decimal? limit);
        read = new BasketLegRequest(reference, symbol, basket.IsOpposite ? stated.Opposite() : stated, units)
        {
            LimitPrice = limit,
            Security = leg.GetText(FixLegTag.LegSecurityID),
            Venue = leg.GetText(FixLegTag.LegSecurityExchange),
        };
        return refusal;
    }

    /// <summary>LegRatioQty(623), or what LegQty(687) comes to for one unit of the basket; where both stand they must agree.</summary>
    private static FixRefusal? ReadRatio(OrderFields leg, (string Reference, decimal Quantity) basket, out decimal ratio, out Refusal? refusal)
    {
        refusal = null;
        ratio = 0m;
        FixRefusal? malformed = OrderReader.ReadOptional(leg, FixLegTag.LegRatioQty, out decimal? stated) ?? OrderReader.ReadOptional(leg, FixLegTag.LegQty, out _);
        OrderReader.ReadOptional(leg, FixLegTag.LegQty, out decimal? whole);
        if (malformed is not null)
            return malformed;
        if (stated is null && whole is null)
            return leg.MissingOrMalformed(FixLegTag.LegRatioQty);
        if (whole is not decimal quantity)
        {
            ratio = stated!.Value;
            return null;
        }

        bool inReach = Math.Abs(quantity) <= BasketRequest.LargestRatio && basket.Quantity > 0m && Math.Abs(quantity) / BasketRequest.LargestRatio <= basket.Quantity;
        ratio = stated ?? (inReach ? quantity / basket.Quantity : 0m);
        bool agrees = inReach && Math.Abs(ratio) <= BasketRequest.LargestRatio && basket.Quantity <= BasketRequest.LargestRatio && ratio * basket.Quantity == quantity;
        if (!agrees)
            refusal = new Refusal(RefusalReason.InvalidQuantity, $"LegQty of leg {basket.Reference} is not its LegRatioQty times OrderQty", quantity);
        return null;
    }

    private static FixRefusal? ReadName(OrderFields leg, int tag) => !leg.Contains(tag) || leg.TryName(tag, out _) ? null : leg.MissingOrMalformed(tag);

    private static Refusal? Unsupported(OrderFields leg, string reference)
    {
        foreach ((int tag, string name) in UnsupportedFields)
        {
            if (leg.Contains(tag))
                return new Refusal(RefusalReason.UnsupportedField, $"{name}({tag}) of leg {reference}");
        }

        return null;
    }

    private static Refusal? ReadKinds(OrderFields leg, ref BasketLegRequest read)
    {
        ImmutableArray<InstrumentKind>.Builder kinds = ImmutableArray.CreateBuilder<InstrumentKind>();
        foreach (string word in (leg.GetText(DeskTag.LegInstrumentKinds) ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (RouteParameters.Kind(word) is not InstrumentKind kind)
                return new Refusal(RefusalReason.InvalidInstruction, $"LegInstrumentKinds({DeskTag.LegInstrumentKinds}) of leg {read.Reference}: {word}");
            kinds.Add(kind);
        }

        read = read with { Kinds = kinds.ToImmutable() };
        return null;
    }
}
