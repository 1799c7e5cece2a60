using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;
using MarginRouter.Core.Routing;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of the rules that a decision was made under: the desk's policy and what is wanted of venues.</summary>
internal static class RouteRuleCodec
{
    public static void Write(RecordWriter writer, RoutePolicy policy)
    {
        writer.Byte((byte)policy.FillStates);
        writer.Byte((byte)policy.Breach);
        writer.Count(policy.MaximumChildren);
        writer.Decimal(policy.CollarBasisPoints);
        writer.Decimal(policy.FillToleranceBasisPoints);
        writer.OptionalDecimal(policy.MaximumMarginalCostBasisPoints);
        writer.Count(policy.HoldingMilliseconds);
        writer.Count(policy.StressFloors.Length);
        foreach (StressFloor floor in policy.StressFloors)
        {
            writer.Text(floor.Scenario);
            writer.Decimal(floor.UtilisationLimit);
        }

        writer.Decimal(policy.MarkImpactBasisPoints);
        writer.Flag(policy.UsesFillRatio);
    }

    public static RoutePolicy ReadPolicy(ref RecordReader reader)
    {
        RoutePolicy policy = new(
            Enums.Read<FillStatePolicy>(reader.Byte()), Enums.Read<BreachPolicy>(reader.Byte()), reader.SmallCount(), reader.Decimal());
        return policy with
        {
            FillToleranceBasisPoints = reader.Decimal(),
            MaximumMarginalCostBasisPoints = reader.OptionalDecimal(),
            HoldingMilliseconds = reader.Count(),
            StressFloors = ReadFloors(ref reader),
            MarkImpactBasisPoints = reader.Decimal(),
            UsesFillRatio = reader.Flag(),
        };
    }

    private static ImmutableArray<StressFloor> ReadFloors(ref RecordReader reader)
    {
        ImmutableArray<StressFloor>.Builder floors = ImmutableArray.CreateBuilder<StressFloor>();
        for (int left = reader.SmallCount(); left > 0; left--)
            floors.Add(new StressFloor(reader.Text(), reader.Decimal()));
        return floors.ToImmutable();
    }

    public static void Write(RecordWriter writer, ImmutableArray<RouteVenue> venues)
    {
        writer.Count(venues.Length);
        foreach (RouteVenue venue in venues)
        {
            writer.Count(venue.Venue.Value);
            writer.Decimal(venue.RiskBasisPoints);
            writer.Flag(venue.Fund.HasValue);
            if (venue.Fund is { } fund)
                writer.Byte((byte)fund);
            writer.Decimal(venue.AdlRankBasisPoints);
            writer.Decimal(venue.PreferenceBasisPoints);
            OrderCodec.WriteOptional(writer, venue.Unavailable);
            writer.Flag(venue.Most.HasValue);
            writer.Count(venue.Most?.Value ?? 0);
            writer.Flag(venue.OrdersLeft.HasValue);
            writer.Count(venue.OrdersLeft ?? 0);
        }
    }

    public static ImmutableArray<RouteVenue> ReadVenues(ref RecordReader reader)
    {
        ImmutableArray<RouteVenue>.Builder venues = ImmutableArray.CreateBuilder<RouteVenue>();
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            RouteVenue venue = new(new VenueId(reader.SmallCount()));
            decimal risk = reader.Decimal();
            FundState? fund = reader.Flag() ? Enums.Read<FundState>(reader.Byte()) : null;
            (decimal rank, decimal preference, Refusal? unavailable) = (reader.Decimal(), reader.Decimal(), OrderCodec.ReadOptionalRefusal(ref reader));
            (bool capped, long most, bool counted, int orders) = (reader.Flag(), reader.Count(), reader.Flag(), reader.SmallCount());
            venues.Add(venue with
            {
                RiskBasisPoints = risk,
                Fund = fund,
                AdlRankBasisPoints = rank,
                PreferenceBasisPoints = preference,
                Unavailable = unavailable,
                Most = capped ? new QuantityLots(most) : null,
                OrdersLeft = counted ? orders : null,
            });
        }

        return venues.ToImmutable();
    }

    public static void Write(RecordWriter writer, ImmutableArray<ExposureCap> caps)
    {
        writer.Count(caps.Length);
        foreach (ExposureCap cap in caps)
        {
            writer.Text(cap.Name);
            writer.Byte((byte)cap.Kind);
            writer.Text(cap.Asset.Code);
            writer.Decimal(cap.Limit);
            writer.Decimal(cap.Elsewhere);
            writer.Count(cap.Members.Length);
            foreach (SubaccountId member in cap.Members)
                writer.Count(member.Value);
            OrderCodec.WriteOptional(writer, cap.Unknown);
        }
    }

    public static ImmutableArray<ExposureCap> ReadCaps(ref RecordReader reader)
    {
        ImmutableArray<ExposureCap>.Builder caps = ImmutableArray.CreateBuilder<ExposureCap>();
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            (string name, ExposureKind kind, Asset asset) = (reader.Text(), Enums.Read<ExposureKind>(reader.Byte()), new Asset(reader.Text()));
            (decimal limit, decimal elsewhere) = (reader.Decimal(), reader.Decimal());
            ImmutableArray<SubaccountId>.Builder members = ImmutableArray.CreateBuilder<SubaccountId>();
            for (int more = reader.SmallCount(); more > 0; more--)
                members.Add(new SubaccountId(reader.SmallCount()));
            caps.Add(new ExposureCap(name, kind, asset, limit, elsewhere, members.ToImmutable(), OrderCodec.ReadOptionalRefusal(ref reader)));
        }

        return caps.ToImmutable();
    }

    public static void WriteOptional(RecordWriter writer, RouteInstructions? instructions)
    {
        writer.Flag(instructions is not null);
        if (instructions is null)
            return;
        writer.Flag(instructions.MaximumChildren.HasValue);
        writer.Count(instructions.MaximumChildren ?? 0);
        writer.OptionalDecimal(instructions.FillToleranceBasisPoints);
        writer.OptionalDecimal(instructions.MaximumMarginalCostBasisPoints);
        writer.Flag(instructions.HoldingMilliseconds.HasValue);
        writer.Long(instructions.HoldingMilliseconds ?? 0);
        writer.Flag(instructions.RegulatedOnly);
        writer.Count(instructions.Jurisdictions.Length);
        foreach (string jurisdiction in instructions.Jurisdictions)
            writer.Text(jurisdiction);
        writer.Count(instructions.Kinds.Length);
        foreach (InstrumentKind kind in instructions.Kinds)
            writer.Byte((byte)kind);
        writer.Count(instructions.Venues.Length);
        foreach (VenuePreference preference in instructions.Venues)
        {
            writer.Text(preference.Venue);
            writer.Flag(preference.Excluded);
            writer.Decimal(preference.PenaltyBasisPoints);
            writer.OptionalDecimal(preference.MaximumShare);
            writer.OptionalDecimal(preference.Rank);
        }
    }

    public static RouteInstructions? ReadOptionalInstructions(ref RecordReader reader)
    {
        if (!reader.Flag())
            return null;
        (bool limited, int children, decimal? tolerance, decimal? marginal) =
            (reader.Flag(), reader.SmallCount(), reader.OptionalDecimal(), reader.OptionalDecimal());
        (bool held, long holding, bool regulated) = (reader.Flag(), reader.Long(), reader.Flag());
        ImmutableArray<string>.Builder jurisdictions = ImmutableArray.CreateBuilder<string>();
        for (int left = reader.SmallCount(); left > 0; left--)
            jurisdictions.Add(reader.Text());
        ImmutableArray<InstrumentKind>.Builder kinds = ImmutableArray.CreateBuilder<InstrumentKind>();
        for (int left = reader.SmallCount(); left > 0; left--)
            kinds.Add(Enums.Read<InstrumentKind>(reader.Byte()));
        ImmutableArray<VenuePreference>.Builder venues = ImmutableArray.CreateBuilder<VenuePreference>();
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            VenuePreference preference = new(reader.Text());
            venues.Add(preference with
            {
                Excluded = reader.Flag(),
                PenaltyBasisPoints = reader.Decimal(),
                MaximumShare = reader.OptionalDecimal(),
                Rank = (int?)reader.OptionalDecimal(),
            });
        }

        return new RouteInstructions
        {
            MaximumChildren = limited ? children : null,
            FillToleranceBasisPoints = tolerance,
            MaximumMarginalCostBasisPoints = marginal,
            HoldingMilliseconds = held ? holding : null,
            RegulatedOnly = regulated,
            Jurisdictions = jurisdictions.ToImmutable(),
            Kinds = kinds.ToImmutable(),
            Venues = venues.ToImmutable(),
        };
    }
}
