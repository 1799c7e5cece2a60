using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Routing;
using MarginRouter.Core.Routing.Transfers;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of what a decision may look at, and what it says, about moving collateral.</summary>
internal static class TransferCodec
{
    public static void WriteOptional(RecordWriter writer, TransferTerms? terms)
    {
        writer.Flag(terms is not null);
        if (terms is null)
            return;
        writer.Count(terms.Routes.Length);
        foreach (TransferRoute route in terms.Routes)
            Write(writer, route);
        writer.Count(terms.Donors.Length);
        foreach (RouteAccount donor in terms.Donors)
            RouteRequestCodec.Write(writer, donor);
        writer.Count(terms.WorkUnits);
        writer.Flag(terms.IsLive);
    }

    public static TransferTerms? ReadOptionalTerms(ref RecordReader reader)
    {
        if (!reader.Flag())
            return null;
        ImmutableArray<TransferRoute>.Builder routes = ImmutableArray.CreateBuilder<TransferRoute>();
        for (int left = reader.SmallCount(); left > 0; left--)
            routes.Add(ReadRoute(ref reader));
        ImmutableArray<RouteAccount>.Builder donors = ImmutableArray.CreateBuilder<RouteAccount>();
        for (int left = reader.SmallCount(); left > 0; left--)
            donors.Add(RouteRequestCodec.ReadAccount(ref reader));
        return new TransferTerms(routes.ToImmutable(), donors.ToImmutable(), reader.SmallCount(), reader.Flag());
    }

    public static void WriteOptional(RecordWriter writer, TransferAdvice? advice)
    {
        writer.Flag(advice is not null);
        if (advice is null)
            return;
        writer.Flag(advice.Suggestion is not null);
        if (advice.Suggestion is { } suggestion)
            Write(writer, suggestion);
        writer.Count(advice.Refused.Length);
        foreach (RefusedTransfer refused in advice.Refused)
        {
            writer.Count(refused.From.Value);
            writer.Count(refused.To.Value);
            writer.Text(refused.Asset.Code);
            OrderCodec.Write(writer, refused.Reason);
        }

        writer.Count(advice.WorkUnitsUsed);
        writer.Flag(advice.IsCutShort);
    }

    public static TransferAdvice? ReadOptionalAdvice(ref RecordReader reader)
    {
        if (!reader.Flag())
            return null;
        TransferSuggestion? suggestion = reader.Flag() ? ReadSuggestion(ref reader) : null;
        ImmutableArray<RefusedTransfer>.Builder refused = ImmutableArray.CreateBuilder<RefusedTransfer>();
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            refused.Add(new RefusedTransfer(
                new SubaccountId(reader.SmallCount()), new SubaccountId(reader.SmallCount()), new Asset(reader.Text()), OrderCodec.ReadRefusal(ref reader)));
        }

        return new TransferAdvice(suggestion, refused.ToImmutable(), reader.SmallCount(), reader.Flag());
    }

    private static void Write(RecordWriter writer, TransferRoute route)
    {
        writer.Count(route.From.Value);
        writer.Count(route.To.Value);
        writer.Text(route.Asset.Code);
        writer.Byte((byte)route.Kind);
        writer.Decimal(route.Fee.Fixed);
        writer.Decimal(route.Fee.Rate);
        writer.Count(route.Fee.ExpectedMilliseconds);
        writer.Count(route.Fee.WorstMilliseconds);
        writer.Decimal(route.Minimum);
        writer.Decimal(route.Maximum);
        writer.Decimal(route.Step);
        OrderCodec.WriteOptional(writer, route.Unavailable);
        writer.Flag(route.ValidUntil.HasValue);
        if (route.ValidUntil is { } until)
            writer.Long(until.Nanoseconds);
    }

    private static TransferRoute ReadRoute(ref RecordReader reader)
    {
        (SubaccountId from, SubaccountId to, Asset asset) = (new(reader.SmallCount()), new(reader.SmallCount()), new(reader.Text()));
        TransferKind kind = Enums.Read<TransferKind>(reader.Byte());
        TransferFee fee = new(reader.Decimal(), reader.Decimal(), reader.Count(), reader.Count());
        return new TransferRoute(from, to, asset, kind, fee, reader.Decimal(), reader.Decimal(), reader.Decimal())
        {
            Unavailable = OrderCodec.ReadOptionalRefusal(ref reader),
            ValidUntil = reader.Flag() ? new Instant(reader.Long()) : null,
        };
    }

    private static void Write(RecordWriter writer, TransferSuggestion suggestion)
    {
        writer.Count(suggestion.From.Value);
        writer.Count(suggestion.To.Value);
        writer.Text(suggestion.Asset.Code);
        writer.Byte((byte)suggestion.Kind);
        writer.Decimal(suggestion.Amount);
        writer.Decimal(suggestion.Fee);
        writer.Decimal(suggestion.Cost);
        writer.Count(suggestion.ExpectedMilliseconds);
        writer.Count(suggestion.WorstMilliseconds);
        writer.Count(suggestion.Planned.Value);
        writer.Count(suggestion.More.Value);
        DecisionCodec.Write(writer, suggestion.RouteCost);
        writer.Decimal(suggestion.Saving);
        writer.Decimal(suggestion.MoreCost);
        writer.Decimal(suggestion.NetBenefit);
        writer.OptionalDecimal(suggestion.DonorUtilisation);
        writer.OptionalDecimal(suggestion.ReceiverUtilisation);
    }

    private static TransferSuggestion ReadSuggestion(ref RecordReader reader)
    {
        (SubaccountId from, SubaccountId to, Asset asset) = (new(reader.SmallCount()), new(reader.SmallCount()), new(reader.Text()));
        return new TransferSuggestion(from, to, asset, Enums.Read<TransferKind>(reader.Byte()), reader.Decimal())
        {
            Fee = reader.Decimal(),
            Cost = reader.Decimal(),
            ExpectedMilliseconds = reader.Count(),
            WorstMilliseconds = reader.Count(),
            Planned = new QuantityLots(reader.Count()),
            More = new QuantityLots(reader.Count()),
            RouteCost = DecisionCodec.ReadCost(ref reader),
            Saving = reader.Decimal(),
            MoreCost = reader.Decimal(),
            NetBenefit = reader.Decimal(),
            DonorUtilisation = reader.OptionalDecimal(),
            ReceiverUtilisation = reader.OptionalDecimal(),
        };
    }
}
