using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of a routing decision: what replay compares.</summary>
internal static class DecisionCodec
{
    public static void Write(RecordWriter writer, RouteDecision decision)
    {
        RouteRequestCodec.Write(writer, decision.Slice);
        writer.Count(decision.Children.Length);
        foreach (RouteChild child in decision.Children)
            Write(writer, child);
        writer.Count(decision.Planned.Value);
        writer.Count(decision.Remainder.Value);
        writer.OptionalDecimal(decision.ArrivalPrice);
        Write(writer, decision.Cost);
        writer.OptionalDecimal(decision.CostBasisPoints);
        writer.Decimal(decision.LowerBound);
        writer.OptionalDecimal(decision.GapBasisPoints);
        writer.Count(decision.Rejected.Length);
        foreach (RejectedCandidate rejected in decision.Rejected)
            Write(writer, rejected);
        writer.Count(decision.Margins.Length);
        foreach (AccountMargin margin in decision.Margins)
            Write(writer, margin);
        Write(writer, decision.Blocking);
        writer.Count(decision.Reliefs.Length);
        foreach (AccountRelief relief in decision.Reliefs)
            Write(writer, relief);
        writer.Count(decision.Blind.Filled.Value);
        Write(writer, decision.Blind.Cost);
        writer.OptionalDecimal(decision.Blind.CostBasisPoints);
        Write(writer, decision.Blind.Breaches);
        writer.Count(decision.WorkUnitsUsed);
        writer.Count(decision.LimitReliefs.Length);
        foreach (LimitRelief relief in decision.LimitReliefs)
            Write(writer, relief);
        TransferCodec.WriteOptional(writer, decision.Transfers);
    }

    public static RouteDecision Read(ref RecordReader reader)
    {
        RouteRequest slice = RouteRequestCodec.Read(ref reader);
        ImmutableArray<RouteChild>.Builder children = ImmutableArray.CreateBuilder<RouteChild>();
        for (int left = reader.SmallCount(); left > 0; left--)
            children.Add(ReadChild(ref reader));
        QuantityLots planned = new(reader.Count());
        QuantityLots remainder = new(reader.Count());
        decimal? arrival = reader.OptionalDecimal();
        CandidateCost cost = ReadCost(ref reader);
        decimal? basisPoints = reader.OptionalDecimal();
        decimal lowerBound = reader.Decimal();
        decimal? gap = reader.OptionalDecimal();
        ImmutableArray<RejectedCandidate>.Builder rejected = ImmutableArray.CreateBuilder<RejectedCandidate>();
        for (int left = reader.SmallCount(); left > 0; left--)
            rejected.Add(ReadRejected(ref reader));
        ImmutableArray<AccountMargin>.Builder margins = ImmutableArray.CreateBuilder<AccountMargin>();
        for (int left = reader.SmallCount(); left > 0; left--)
            margins.Add(ReadMargin(ref reader));
        return new RouteDecision
        {
            Slice = slice,
            Children = children.ToImmutable(),
            Planned = planned,
            Remainder = remainder,
            ArrivalPrice = arrival,
            Cost = cost,
            CostBasisPoints = basisPoints,
            LowerBound = lowerBound,
            GapBasisPoints = gap,
            Rejected = rejected.ToImmutable(),
            Margins = margins.ToImmutable(),
            Blocking = ReadBreaches(ref reader),
            Reliefs = ReadReliefs(ref reader),
            Blind = new BlindSweep(new QuantityLots(reader.Count()), ReadCost(ref reader), reader.OptionalDecimal(), ReadBreaches(ref reader)),
            WorkUnitsUsed = reader.SmallCount(),
            LimitReliefs = ReadLimitReliefs(ref reader),
            Transfers = TransferCodec.ReadOptionalAdvice(ref reader),
        };
    }

    public static void Write(RecordWriter writer, RouteChild child)
    {
        OrderCodec.Write(writer, child.Terms);
        writer.Count(child.ProductQuantity.Value);
        Write(writer, child.Cost);
        writer.Decimal(child.CostBasisPoints);
        writer.Decimal(child.AveragePrice);
    }

    public static RouteChild ReadChild(ref RecordReader reader) => new(
        OrderCodec.ReadTerms(ref reader), new QuantityLots(reader.Count()), ReadCost(ref reader), reader.Decimal(), reader.Decimal());

    public static void Write(RecordWriter writer, CandidateCost cost)
    {
        writer.Decimal(cost.Price);
        writer.Decimal(cost.Fee);
        writer.Decimal(cost.Funding);
        writer.Decimal(cost.Borrow);
        writer.Decimal(cost.Margin);
        writer.Decimal(cost.Fixed);
        writer.Decimal(cost.VenueRisk);
        writer.Decimal(cost.Preference);
    }

    public static CandidateCost ReadCost(ref RecordReader reader)
    {
        (decimal price, decimal fee, decimal funding, decimal borrow) = (reader.Decimal(), reader.Decimal(), reader.Decimal(), reader.Decimal());
        return new CandidateCost(price, fee, funding, borrow, reader.Decimal(), reader.Decimal(), reader.Decimal(), reader.Decimal());
    }

    public static void Write(RecordWriter writer, RejectedCandidate rejected)
    {
        writer.Count(rejected.Subaccount.Value);
        writer.Count(rejected.Instrument.Value);
        OrderCodec.Write(writer, rejected.Refusal);
        writer.OptionalDecimal(rejected.MarginalCostBasisPoints);
        writer.Flag(rejected.NextUnit.HasValue);
        if (rejected.NextUnit is CandidateCost unit)
            Write(writer, unit);
        writer.Count(rejected.Taken.Value);
        QuoteCodec.WriteOptional(writer, rejected.Quote);
    }

    public static RejectedCandidate ReadRejected(ref RecordReader reader) => new(
        new SubaccountId(reader.SmallCount()),
        new InstrumentId(reader.SmallCount()),
        OrderCodec.ReadRefusal(ref reader),
        reader.OptionalDecimal(),
        reader.Flag() ? ReadCost(ref reader) : null,
        new QuantityLots(reader.Count()))
    {
        Quote = QuoteCodec.ReadOptional(ref reader),
    };

    private static void Write(RecordWriter writer, AccountRelief relief)
    {
        writer.Count(relief.Subaccount.Value);
        writer.Count(relief.Instrument.Value);
        writer.Decimal(relief.Collateral);
        writer.Count(relief.More.Value);
        writer.Decimal(relief.CostBasisPoints);
        writer.Decimal(relief.Saving);
        writer.Decimal(relief.ShadowPrice);
    }

    private static void Write(RecordWriter writer, LimitRelief relief)
    {
        OrderCodec.Write(writer, new Refusal(relief.Limit, relief.Subject));
        writer.Count(relief.More.Value);
        writer.OptionalDecimal(relief.CostBasisPoints);
    }

    private static ImmutableArray<LimitRelief> ReadLimitReliefs(ref RecordReader reader)
    {
        ImmutableArray<LimitRelief>.Builder reliefs = ImmutableArray.CreateBuilder<LimitRelief>();
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            Refusal limit = OrderCodec.ReadRefusal(ref reader);
            reliefs.Add(new LimitRelief(limit.Reason, limit.Subject, new QuantityLots(reader.Count()), reader.OptionalDecimal()));
        }

        return reliefs.ToImmutable();
    }

    private static ImmutableArray<AccountRelief> ReadReliefs(ref RecordReader reader)
    {
        ImmutableArray<AccountRelief>.Builder reliefs = ImmutableArray.CreateBuilder<AccountRelief>();
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            reliefs.Add(new AccountRelief(
                new SubaccountId(reader.SmallCount()),
                new InstrumentId(reader.SmallCount()),
                reader.Decimal(),
                new QuantityLots(reader.Count()),
                reader.Decimal(),
                reader.Decimal(),
                reader.Decimal()));
        }

        return reliefs.ToImmutable();
    }

    public static void Write(RecordWriter writer, AccountMargin margin)
    {
        writer.Count(margin.Subaccount.Value);
        writer.Count(margin.Version);
        WriteOptional(writer, margin.Before);
        WriteOptional(writer, margin.After);
        writer.OptionalDecimal(margin.WorstUtilisation);
        writer.Decimal(margin.UtilisationLimit);
        OrderCodec.WriteOptional(writer, margin.Unknown);
        writer.Decimal(margin.ErrorBand);
        OrderCodec.WriteOptional(writer, margin.ReduceOnly);
    }

    public static AccountMargin ReadMargin(ref RecordReader reader) => new(
        new SubaccountId(reader.SmallCount()),
        reader.Count(),
        ReadOptionalAssessment(ref reader),
        ReadOptionalAssessment(ref reader),
        reader.OptionalDecimal(),
        reader.Decimal(),
        OrderCodec.ReadOptionalRefusal(ref reader))
    {
        ErrorBand = reader.Decimal(),
        ReduceOnly = OrderCodec.ReadOptionalRefusal(ref reader),
    };

    private static void WriteOptional(RecordWriter writer, MarginAssessment? assessment)
    {
        writer.Flag(assessment is not null);
        if (assessment is null)
            return;
        writer.Decimal(assessment.Equity);
        writer.Decimal(assessment.InitialMargin);
        writer.Decimal(assessment.MaintenanceMargin);
        writer.Decimal(assessment.AcceptanceRequired);
        writer.Decimal(assessment.AcceptanceAvailable);
        writer.OptionalDecimal(assessment.LiquidationRequirement);
        writer.OptionalDecimal(assessment.LiquidationEquity);
        writer.Count(assessment.Terms.Length);
        foreach (MarginTerm term in assessment.Terms)
        {
            writer.Text(term.Name);
            writer.Decimal(term.Value);
        }
    }

    private static MarginAssessment? ReadOptionalAssessment(ref RecordReader reader)
    {
        if (!reader.Flag())
            return null;
        (decimal equity, decimal initial, decimal maintenance) = (reader.Decimal(), reader.Decimal(), reader.Decimal());
        (decimal required, decimal available) = (reader.Decimal(), reader.Decimal());
        (decimal? atLiquidation, decimal? equityThen) = (reader.OptionalDecimal(), reader.OptionalDecimal());
        ImmutableArray<MarginTerm>.Builder terms = ImmutableArray.CreateBuilder<MarginTerm>();
        for (int left = reader.SmallCount(); left > 0; left--)
            terms.Add(new MarginTerm(reader.Text(), reader.Decimal()));
        return new MarginAssessment(equity, initial, maintenance, required, available, terms.ToImmutable())
        {
            LiquidationRequirement = atLiquidation,
            LiquidationEquity = equityThen,
        };
    }

    private static void Write(RecordWriter writer, ImmutableArray<AccountBreach> breaches)
    {
        writer.Count(breaches.Length);
        foreach (AccountBreach breach in breaches)
        {
            writer.Count(breach.Subaccount.Value);
            OrderCodec.Write(writer, breach.Limit);
        }
    }

    private static ImmutableArray<AccountBreach> ReadBreaches(ref RecordReader reader)
    {
        ImmutableArray<AccountBreach>.Builder breaches = ImmutableArray.CreateBuilder<AccountBreach>();
        for (int left = reader.SmallCount(); left > 0; left--)
            breaches.Add(new AccountBreach(new SubaccountId(reader.SmallCount()), OrderCodec.ReadRefusal(ref reader)));
        return breaches.ToImmutable();
    }
}
