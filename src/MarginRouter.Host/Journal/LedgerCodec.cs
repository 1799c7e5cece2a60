using System.Collections.Immutable;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;

namespace MarginRouter.Host.Journal;

/// <summary>Bytes of account records.</summary>
internal static class LedgerCodec
{
    public static void Write(RecordWriter writer, Fill fill)
    {
        OrderCodec.Write(writer, fill.Child);
        writer.Text(fill.VenueTradeId);
        writer.Count(fill.Quantity.Value);
        writer.Decimal(fill.Price);
        writer.Decimal(fill.Fee);
        writer.Text(fill.FeeAsset.Code);
        writer.Long(fill.VenueTime.Nanoseconds);
    }

    public static Fill ReadFill(ref RecordReader reader) => new(
        OrderCodec.ReadChildId(ref reader),
        reader.Text(),
        new QuantityLots(reader.Count()),
        reader.Decimal(),
        reader.Decimal(),
        new Asset(reader.Text()),
        new Instant(reader.Long()));

    public static void Write(RecordWriter writer, AccountSnapshot snapshot)
    {
        writer.Count(snapshot.Subaccount.Value);
        writer.Long(snapshot.AsOf.Nanoseconds);
        Write(writer, snapshot.Balances);
        Write(writer, snapshot.Positions);
        VenueMarginCodec.WriteOptional(writer, snapshot.Margin);
    }

    public static AccountSnapshot ReadSnapshot(ref RecordReader reader) => new(
        new SubaccountId(reader.SmallCount()),
        new Instant(reader.Long()),
        ReadBalances(ref reader),
        ReadPositions(ref reader))
    {
        Margin = VenueMarginCodec.ReadOptional(ref reader),
    };

    public static void Write(RecordWriter writer, Subaccount subaccount)
    {
        writer.Count(subaccount.Id.Value);
        writer.Text(subaccount.Name);
        writer.Count(subaccount.Venue.Value);
        writer.Text(subaccount.RuleSet);
        writer.Text(subaccount.Reporting.Code);
        writer.Decimal(subaccount.UtilisationLimit);
        writer.Decimal(subaccount.AcceptanceReserve);
        writer.Decimal(subaccount.ErrorBand);
        writer.Count(subaccount.Instruments.Length);
        foreach (InstrumentId instrument in subaccount.Instruments)
            writer.Count(instrument.Value);
        writer.Decimal(subaccount.CapitalRatePerYear);
        writer.OptionalDecimal(subaccount.MinimumLiquidationDistance);
        Write(writer, subaccount.Collateral);
        writer.Count(subaccount.TermBorrows.Length);
        foreach (TermBorrow loan in subaccount.TermBorrows)
        {
            writer.Text(loan.Asset.Code);
            writer.Decimal(loan.Amount);
            writer.Decimal(loan.RatePerYear);
            writer.Long(loan.From.Nanoseconds);
            writer.Long(loan.Maturity.Nanoseconds);
        }

        writer.Count(subaccount.TakerRates.Length);
        foreach (AccountTakerRate rate in subaccount.TakerRates)
        {
            writer.Count(rate.Instrument.Value);
            writer.Decimal(rate.Rate);
        }

        writer.Count(subaccount.Borrow.Length);
        foreach (BorrowTerms terms in subaccount.Borrow)
        {
            writer.Text(terms.Asset.Code);
            writer.Decimal(terms.RatePerDay);
            writer.OptionalDecimal(terms.Maximum);
        }
    }

    public static Subaccount ReadSubaccount(ref RecordReader reader)
    {
        SubaccountId id = new(reader.SmallCount());
        string name = reader.Text();
        VenueId venue = new(reader.SmallCount());
        string rules = reader.Text();
        Asset reporting = new(reader.Text());
        decimal limit = reader.Decimal();
        decimal reserve = reader.Decimal();
        decimal band = reader.Decimal();
        ImmutableArray<InstrumentId>.Builder instruments = ImmutableArray.CreateBuilder<InstrumentId>();
        for (int left = reader.SmallCount(); left > 0; left--)
            instruments.Add(new InstrumentId(reader.SmallCount()));
        decimal capital = reader.Decimal();
        decimal? distance = reader.OptionalDecimal();
        CollateralLimits? collateral = ReadCollateral(ref reader);
        ImmutableArray<TermBorrow>.Builder loans = ImmutableArray.CreateBuilder<TermBorrow>();
        for (int left = reader.SmallCount(); left > 0; left--)
            loans.Add(new TermBorrow(new Asset(reader.Text()), reader.Decimal(), reader.Decimal(), new Instant(reader.Long()), new Instant(reader.Long())));
        ImmutableArray<AccountTakerRate>.Builder rates = ImmutableArray.CreateBuilder<AccountTakerRate>();
        for (int left = reader.SmallCount(); left > 0; left--)
            rates.Add(new AccountTakerRate(new InstrumentId(reader.SmallCount()), reader.Decimal()));
        ImmutableArray<BorrowTerms>.Builder borrow = ImmutableArray.CreateBuilder<BorrowTerms>();
        for (int left = reader.SmallCount(); left > 0; left--)
            borrow.Add(new BorrowTerms(new Asset(reader.Text()), reader.Decimal(), reader.OptionalDecimal()));
        return new Subaccount(id, name, venue, rules, reporting, limit, instruments.ToImmutable())
        {
            AcceptanceReserve = reserve,
            ErrorBand = band,
            CapitalRatePerYear = capital,
            MinimumLiquidationDistance = distance,
            Collateral = collateral,
            TermBorrows = loans.ToImmutable(),
            TakerRates = rates.ToImmutable(),
            Borrow = borrow.ToImmutable(),
        };
    }

    private static void Write(RecordWriter writer, CollateralLimits? limits)
    {
        writer.Flag(limits is not null);
        if (limits is null)
            return;
        Write(writer, limits.Order);
        Write(writer, limits.Stable);
        writer.Decimal(limits.LeastStableShare);
        writer.Decimal(limits.LargestShare);
        writer.OptionalDecimal(limits.ConversionRate);
    }

    private static CollateralLimits? ReadCollateral(ref RecordReader reader) => !reader.Flag() ? null : new CollateralLimits
    {
        Order = ReadAssets(ref reader),
        Stable = ReadAssets(ref reader),
        LeastStableShare = reader.Decimal(),
        LargestShare = reader.Decimal(),
        ConversionRate = reader.OptionalDecimal(),
    };

    private static void Write(RecordWriter writer, ImmutableArray<Asset> assets)
    {
        writer.Count(assets.Length);
        foreach (Asset asset in assets)
            writer.Text(asset.Code);
    }

    private static ImmutableArray<Asset> ReadAssets(ref RecordReader reader)
    {
        ImmutableArray<Asset>.Builder assets = ImmutableArray.CreateBuilder<Asset>();
        for (int left = reader.SmallCount(); left > 0; left--)
            assets.Add(new Asset(reader.Text()));
        return assets.ToImmutable();
    }

    public static void Write(RecordWriter writer, MarginAccount account)
    {
        // The subaccount itself stands beside the account in every record that holds one.
        writer.Count(account.Version);
        writer.Long(account.AsOf.Nanoseconds);
        Write(writer, account.Balances);
        Write(writer, account.Positions);
        OrderCodec.WriteOptional(writer, account.ReduceOnly);
    }

    public static MarginAccount ReadMarginAccount(ref RecordReader reader, Subaccount subaccount) => new(
        subaccount,
        reader.Count(),
        new Instant(reader.Long()),
        ReadBalances(ref reader),
        ReadPositions(ref reader))
    {
        ReduceOnly = OrderCodec.ReadOptionalRefusal(ref reader),
    };

    public static void Write(RecordWriter writer, PendingFill pending)
    {
        writer.Count(pending.Instrument.Value);
        OrderCodec.Write(writer, pending.Side);
        writer.Count(pending.Quantity.Value);
        writer.Long(pending.LimitPrice.Value);
    }

    public static PendingFill ReadPending(ref RecordReader reader) => new(
        new InstrumentId(reader.SmallCount()),
        OrderCodec.ReadSide(ref reader),
        new QuantityLots(reader.Count()),
        new PriceTicks(reader.Long()));

    private static void Write(RecordWriter writer, ImmutableArray<AssetBalance> balances)
    {
        writer.Count(balances.Length);
        foreach (AssetBalance balance in balances)
        {
            writer.Text(balance.Asset.Code);
            writer.Decimal(balance.Quantity);
            writer.Decimal(balance.Borrowed);
            writer.Decimal(balance.Interest);
            writer.OptionalDecimal(balance.Borrowable);
        }
    }

    private static ImmutableArray<AssetBalance> ReadBalances(ref RecordReader reader)
    {
        ImmutableArray<AssetBalance>.Builder balances = ImmutableArray.CreateBuilder<AssetBalance>();
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            balances.Add(new AssetBalance(new Asset(reader.Text()), reader.Decimal())
            {
                Borrowed = reader.Decimal(),
                Interest = reader.Decimal(),
                Borrowable = reader.OptionalDecimal(),
            });
        }

        return balances.ToImmutable();
    }

    private static void Write(RecordWriter writer, ImmutableArray<PositionSnapshot> positions)
    {
        writer.Count(positions.Length);
        foreach (PositionSnapshot position in positions)
        {
            writer.Count(position.Instrument.Value);
            writer.Long(position.Quantity.Value);
            writer.Decimal(position.EntryPrice);
            writer.OptionalDecimal(position.Leverage);
            writer.OptionalDecimal(position.IsolatedMargin);
            writer.Flag(position.AdlRank is not null);
            if (position.AdlRank is not { } rank)
                continue;
            writer.Decimal(rank.Stated);
            writer.Decimal(rank.Safest);
            writer.Decimal(rank.First);
        }
    }

    private static ImmutableArray<PositionSnapshot> ReadPositions(ref RecordReader reader)
    {
        ImmutableArray<PositionSnapshot>.Builder positions = ImmutableArray.CreateBuilder<PositionSnapshot>();
        for (int left = reader.SmallCount(); left > 0; left--)
        {
            positions.Add(new PositionSnapshot(
                new InstrumentId(reader.SmallCount()), new PositionLots(reader.Long()), reader.Decimal(), reader.OptionalDecimal())
            {
                IsolatedMargin = reader.OptionalDecimal(),
                AdlRank = reader.Flag() ? new AdlRank(reader.Decimal(), reader.Decimal(), reader.Decimal()) : null,
            });
        }

        return positions.ToImmutable();
    }
}
