using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Orders.Baskets;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Legs;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of baskets: requests, and decisions with their questions.</summary>
internal static class BasketCodec
{
    public static void Write(RecordWriter writer, BasketRequest request)
    {
        writer.Text(request.Desk);
        writer.Text(request.ClientOrderId);
        writer.Text(request.Symbol);
        writer.Decimal(request.Quantity);
        writer.Count(request.Legs.Length);
        foreach (BasketLegRequest leg in request.Legs)
        {
            writer.Text(leg.Reference);
            writer.Text(leg.Symbol);
            OrderCodec.Write(writer, leg.Side);
            writer.Decimal(leg.Ratio);
            writer.OptionalDecimal(leg.LimitPrice);
            writer.Count(leg.Kinds.Length);
            foreach (InstrumentKind kind in leg.Kinds)
                writer.Byte((byte)kind);
            writer.OptionalText(leg.Security);
            writer.OptionalText(leg.Venue);
        }

        writer.Byte((byte)request.ShortFill);
        writer.Byte((byte)request.TimeInForce);
        writer.OptionalDecimal(request.NetLimit);
        writer.OptionalDecimal(request.MaximumLegging);
        RouteRuleCodec.WriteOptional(writer, request.Instructions);
        writer.Byte((byte)request.Side);
        writer.Byte((byte)request.Reporting);
        OrderCodec.WriteOptional(writer, request.ExpireAt);
        writer.OptionalText(request.Account);
        OrderCodec.Write(writer, request.Parties);
    }

    public static BasketRequest ReadRequest(ref RecordReader reader)
    {
        (string desk, string clientOrderId, string symbol, decimal quantity) = (reader.Text(), reader.Text(), reader.Text(), reader.Decimal());
        ImmutableArray<BasketLegRequest>.Builder legs = ImmutableArray.CreateBuilder<BasketLegRequest>();
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            BasketLegRequest leg = new(reader.Text(), reader.Text(), OrderCodec.ReadSide(ref reader), reader.Decimal());
            decimal? limit = reader.OptionalDecimal();
            ImmutableArray<InstrumentKind>.Builder kinds = ImmutableArray.CreateBuilder<InstrumentKind>();
            for (int more = reader.SmallCount(); more > 0; more--)
                kinds.Add(Enums.Read<InstrumentKind>(reader.Byte()));
            legs.Add(leg with { LimitPrice = limit, Kinds = kinds.ToImmutable(), Security = reader.OptionalText(), Venue = reader.OptionalText() });
        }

        return new BasketRequest(
            desk, clientOrderId, symbol, quantity, legs.ToImmutable(), Enums.Read<ShortFillPolicy>(reader.Byte()), Enums.Read<TimeInForce>(reader.Byte()))
        {
            NetLimit = reader.OptionalDecimal(),
            MaximumLegging = reader.OptionalDecimal(),
            Instructions = RouteRuleCodec.ReadOptionalInstructions(ref reader),
            Side = Enums.Read<BasketSide>(reader.Byte()),
            Reporting = Enums.Read<BasketReporting>(reader.Byte()),
            ExpireAt = OrderCodec.ReadOptionalInstant(ref reader),
            Account = reader.OptionalText(),
            Parties = OrderCodec.ReadParties(ref reader),
        };
    }

    public static void Write(RecordWriter writer, BasketQuestion question)
    {
        writer.Count(question.Basket.Value);
        writer.Byte((byte)question.Purpose);
        writer.Count(question.Blocks);
        writer.Count(question.MaximumLegging ?? 0);
        writer.OptionalDecimal(question.NetLimit);
        writer.Count(question.Legs.Length);
        foreach (LegQuestion leg in question.Legs)
            Write(writer, leg);
        writer.Count(question.Accounts.Length);
        foreach (RouteAccount account in question.Accounts)
            RouteRequestCodec.Write(writer, account);
        PriceVectorCodec.Write(writer, question.Prices);
        RouteRuleCodec.Write(writer, question.Policy);
        writer.Count(question.WorkUnits);
    }

    public static void Write(RecordWriter writer, BasketDecision decision)
    {
        Write(writer, decision.Slice);
        writer.Count(decision.Blocks);
        writer.Count(decision.Stages.Length);
        foreach (BasketStage stage in decision.Stages)
        {
            writer.Count(stage.Legs.Length);
            foreach (int leg in stage.Legs)
                writer.Count(leg);
            writer.Count(stage.Blocks);
        }

        writer.Count(decision.Legs.Length);
        foreach (LegDecision leg in decision.Legs)
            Write(writer, leg);
        DecisionCodec.Write(writer, decision.Cost);
        writer.Decimal(decision.LowerBound);
        writer.OptionalDecimal(decision.WorstNet);
        writer.Count(decision.Margins.Length);
        foreach (AccountMargin margin in decision.Margins)
            DecisionCodec.Write(writer, margin);
        writer.Count(decision.Blocking.Length);
        foreach (BasketBlock block in decision.Blocking)
        {
            writer.Count(block.Leg + 1 ?? 0);
            writer.Count(block.Subaccount?.Value + 1 ?? 0);
            OrderCodec.Write(writer, block.Limit);
        }

        writer.Count(decision.WorkUnitsUsed);
    }

    public static BasketDecision ReadDecision(ref RecordReader reader)
    {
        BasketQuestion slice = ReadQuestion(ref reader);
        long blocks = reader.Count();
        ImmutableArray<BasketStage>.Builder stages = ImmutableArray.CreateBuilder<BasketStage>();
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            ImmutableArray<int>.Builder sent = ImmutableArray.CreateBuilder<int>();
            for (int more = reader.SmallCount(); more > 0; more--)
                sent.Add(reader.SmallCount());
            stages.Add(new BasketStage(sent.ToImmutable(), reader.Count()));
        }

        ImmutableArray<LegDecision>.Builder legs = ImmutableArray.CreateBuilder<LegDecision>();
        for (int left = reader.SmallCount(); left > 0; left--)
            legs.Add(ReadLeg(ref reader));
        (CandidateCost cost, decimal bound, decimal? net) = (DecisionCodec.ReadCost(ref reader), reader.Decimal(), reader.OptionalDecimal());
        ImmutableArray<AccountMargin>.Builder margins = ImmutableArray.CreateBuilder<AccountMargin>();
        for (int left = reader.SmallCount(); left > 0; left--)
            margins.Add(DecisionCodec.ReadMargin(ref reader));
        ImmutableArray<BasketBlock>.Builder blocking = ImmutableArray.CreateBuilder<BasketBlock>();
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            (int leg, int account) = (reader.SmallCount(), reader.SmallCount());
            blocking.Add(new BasketBlock(leg == 0 ? null : leg - 1, account == 0 ? null : new SubaccountId(account - 1), OrderCodec.ReadRefusal(ref reader)));
        }

        return new BasketDecision
        {
            Slice = slice,
            Blocks = blocks,
            Stages = stages.ToImmutable(),
            Legs = legs.ToImmutable(),
            Cost = cost,
            LowerBound = bound,
            WorstNet = net,
            Margins = margins.ToImmutable(),
            Blocking = blocking.ToImmutable(),
            WorkUnitsUsed = reader.SmallCount(),
        };
    }

    private static BasketQuestion ReadQuestion(ref RecordReader reader)
    {
        (ParentOrderId basket, BasketPurpose purpose) = (new ParentOrderId(reader.Count()), Enums.Read<BasketPurpose>(reader.Byte()));
        (long blocks, long legging, decimal? net) = (reader.Count(), reader.Count(), reader.OptionalDecimal());
        ImmutableArray<LegQuestion>.Builder legs = ImmutableArray.CreateBuilder<LegQuestion>();
        for (int left = reader.SmallCount(); left > 0; left--)
            legs.Add(ReadLegQuestion(ref reader));
        ImmutableArray<RouteAccount>.Builder accounts = ImmutableArray.CreateBuilder<RouteAccount>();
        for (int left = reader.SmallCount(); left > 0; left--)
            accounts.Add(RouteRequestCodec.ReadAccount(ref reader));
        return new BasketQuestion
        {
            Basket = basket,
            Purpose = purpose,
            Blocks = blocks,
            MaximumLegging = legging == 0 ? null : legging,
            NetLimit = net,
            Legs = legs.ToImmutable(),
            Accounts = accounts.ToImmutable(),
            Prices = PriceVectorCodec.Read(ref reader),
            Policy = RouteRuleCodec.ReadPolicy(ref reader),
            WorkUnits = reader.SmallCount(),
        };
    }

    private static void Write(RecordWriter writer, LegQuestion leg)
    {
        writer.Count(leg.Parent.Value);
        writer.Count(leg.Attempt);
        writer.Count(leg.Product.Value);
        OrderCodec.Write(writer, leg.Side);
        writer.Count(leg.LotsPerBlock);
        writer.Decimal(leg.Ratio);
        writer.Count(leg.Quantity.Value);
        writer.OptionalDecimal(leg.FilledPrice);
        writer.OptionalDecimal(leg.LimitPrice);
        writer.Count(leg.Books.Length);
        foreach (RouteBook book in leg.Books)
            RouteRequestCodec.Write(writer, book);
        RouteRuleCodec.Write(writer, leg.Venues);
        RouteRuleCodec.Write(writer, leg.Caps);
    }

    private static LegQuestion ReadLegQuestion(ref RecordReader reader)
    {
        (ParentOrderId parent, int attempt, ProductId product) = (new ParentOrderId(reader.Count()), reader.SmallCount(), new ProductId(reader.SmallCount()));
        (Side side, long perBlock, decimal ratio) = (OrderCodec.ReadSide(ref reader), reader.Count(), reader.Decimal());
        (QuantityLots quantity, decimal? filled, decimal? limit) = (new QuantityLots(reader.Count()), reader.OptionalDecimal(), reader.OptionalDecimal());
        ImmutableArray<RouteBook>.Builder books = ImmutableArray.CreateBuilder<RouteBook>();
        for (int left = reader.SmallCount(); left > 0; left--)
            books.Add(RouteRequestCodec.ReadBook(ref reader));
        return new LegQuestion
        {
            Parent = parent,
            Attempt = attempt,
            Product = product,
            Side = side,
            LotsPerBlock = perBlock,
            Ratio = ratio,
            Quantity = quantity,
            FilledPrice = filled,
            LimitPrice = limit,
            Books = books.ToImmutable(),
            Venues = RouteRuleCodec.ReadVenues(ref reader),
            Caps = RouteRuleCodec.ReadCaps(ref reader),
        };
    }

    private static void Write(RecordWriter writer, LegDecision leg)
    {
        writer.Count(leg.Children.Length);
        foreach (RouteChild child in leg.Children)
            DecisionCodec.Write(writer, child);
        writer.Count(leg.Planned.Value);
        writer.OptionalDecimal(leg.ArrivalPrice);
        DecisionCodec.Write(writer, leg.Cost);
        writer.Decimal(leg.LowerBound);
        writer.Count(leg.Rejected.Length);
        foreach (RejectedCandidate rejected in leg.Rejected)
            DecisionCodec.Write(writer, rejected);
    }

    private static LegDecision ReadLeg(ref RecordReader reader)
    {
        ImmutableArray<RouteChild>.Builder children = ImmutableArray.CreateBuilder<RouteChild>();
        for (int left = reader.SmallCount(); left > 0; left--)
            children.Add(DecisionCodec.ReadChild(ref reader));
        (QuantityLots planned, decimal? arrival) = (new QuantityLots(reader.Count()), reader.OptionalDecimal());
        (CandidateCost cost, decimal bound) = (DecisionCodec.ReadCost(ref reader), reader.Decimal());
        ImmutableArray<RejectedCandidate>.Builder rejected = ImmutableArray.CreateBuilder<RejectedCandidate>();
        for (int left = reader.SmallCount(); left > 0; left--)
            rejected.Add(DecisionCodec.ReadRejected(ref reader));
        return new LegDecision(children.ToImmutable(), planned, arrival, cost, bound, rejected.ToImmutable());
    }
}
