using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Stress;
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
            writer.Decimal(venue.PreferenceBasisPoints);
        }
    }

    public static ImmutableArray<RouteVenue> ReadVenues(ref RecordReader reader)
    {
        ImmutableArray<RouteVenue>.Builder venues = ImmutableArray.CreateBuilder<RouteVenue>();
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            RouteVenue venue = new(new VenueId(reader.SmallCount()));
            venues.Add(venue with { RiskBasisPoints = reader.Decimal(), PreferenceBasisPoints = reader.Decimal() });
        }

        return venues.ToImmutable();
    }
}
