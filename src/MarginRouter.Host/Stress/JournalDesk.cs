using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin;
using MarginRouter.Core.Margin.Cases;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Scenarios;
using MarginRouter.Core.Margin.Stress;
using MarginRouter.Core.Orders;
using MarginRouter.Host.Commands;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Journal;
using MarginRouter.Host.Runtime;

namespace MarginRouter.Host.Stress;

/// <summary>
/// The accounts of a firm, or of one of its desks, as a journal leaves them: balances and positions from its statements and fills, the rules
/// in use then, prices from its last decision and the marks of its last statements. Open orders are left out; all are immediate.
/// </summary>
internal sealed class JournalDesk
{
    private readonly RouterConfiguration configuration;
    private readonly RouterEngine engine;
    private readonly LiveMarginTables tables;
    private PriceVector prices;

    private JournalDesk(RouterConfiguration configuration)
    {
        this.configuration = configuration;
        (engine, _, tables) = EngineFactory.CreateWithTables(configuration);
        int count = Reference.Instruments.Length;
        prices = new PriceVector(
            [.. Enumerable.Repeat<ValuationPrice?>(null, count)],
            [.. Enumerable.Repeat<Refusal?>(null, count)],
            ImmutableSortedDictionary.Create<string, ValuationPrice>(StringComparer.Ordinal));
    }

    private ReferenceData Reference => configuration.Firm.Reference;

    /// <summary>Reads a journal directory.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="configuration">What it was written with.</param>
    /// <param name="desk">Name of a desk whose accounts are meant; null for every account of the firm.</param>
    /// <param name="until">The last moment that counts; null for the end.</param>
    public static StressDesk Read(string directory, RouterConfiguration configuration, string? desk, Instant? until)
    {
        ImmutableArray<Subaccount> wanted = Wanted(configuration.Firm, desk);
        JournalDesk read = new(configuration);
        JournalRecovery.Run(directory, read.engine, read.Take, until);
        ImmutableArray<StressAccount> accounts =
        [
            .. wanted.Where(subaccount => read.engine.Ledger[subaccount.Id].HasStatement).Select(read.Account),
        ];
        if (accounts.IsEmpty)
            throw new BadInputException($"{directory}: no account had been stated by its venue");
        Asset currency = accounts[0].Currency;
        return new StressDesk(desk ?? "firm", currency, read.Rates(accounts, currency), accounts);
    }

    private static ImmutableArray<Subaccount> Wanted(Firm firm, string? desk)
    {
        if (desk is null)
            return firm.Subaccounts;
        Desk found = firm.FindDesk(desk) ?? throw new BadInputException($"--desk {desk}: no such desk");
        return [.. firm.Subaccounts.Where(subaccount => found.Subaccounts.Contains(subaccount.Id))];
    }

    private void Take(JournalRecord record)
    {
        if (record.Decision is { } decision)
            prices = decision.Slice.Prices;
        if (record.Inbound is not AccountReported { Snapshot.Margin: { } margin } report)
            return;
        foreach (StatedMark mark in margin.Marks)
            prices = prices.Stating(mark.Instrument, mark.Price, report.Snapshot.AsOf);
    }

    private StressAccount Account(Subaccount subaccount)
    {
        AccountState state = engine.Ledger[subaccount.Id];
        MarginRuleSet rules = tables.Find(subaccount.Id, subaccount.RuleSet)! with { Reporting = subaccount.Reporting };
        return new StressAccount
        {
            Name = subaccount.Name,
            Case = new MarginCase
            {
                Rules = rules,
                Balances = [.. state.Balances.Select(balance => new CaseBalance(balance.Asset, balance.Net, Value(balance.Asset, subaccount.Reporting)))],
                Positions = [.. state.Positions.Where(position => !position.Quantity.IsFlat).Select(position => Position(position, subaccount.Reporting))],
                Orders = [],
                Fills = [],
                Prices = Values(subaccount.Reporting),
            },
        };
    }

    private CasePosition Position(PositionSnapshot position, Asset reporting)
    {
        Instrument instrument = Reference[position.Instrument];
        CasePosition held = new(
            instrument.Symbol,
            instrument.Base,
            instrument.Kind,
            position.Quantity.Value * instrument.LotSize,
            instrument.Multiplier,
            position.EntryPrice,
            prices.Mark(instrument.Id)?.Value,
            position.Leverage)
        {
            IsolatedMargin = position.IsolatedMargin,
            Years = prices.AsOf is { } now ? instrument.YearsFrom(now) : null,
        };
        return instrument.Option is { } contract ? OfOption(held, instrument, contract, reporting) : held;
    }

    /// <summary>Terms of an option in the reporting currency; one that the journal cannot value is bad input.</summary>
    private CasePosition OfOption(CasePosition held, Instrument instrument, OptionContract contract, Asset reporting)
    {
        if (!prices.TryOption(instrument, out OptionQuote quote, out Refusal? missing)
            || !prices.TryConvert(contract.StrikeAsset, reporting, out decimal strike, out missing)
            || !prices.TryConvert(instrument.Quote, reporting, out decimal priced, out missing))
            throw new BadInputException($"{instrument.Symbol}: {missing}");
        return held with
        {
            Mark = held.Mark * priced,
            EntryPrice = held.EntryPrice * priced,
            Option = new ScenarioOption(contract.Right == OptionRight.Call, contract.Strike * strike, quote.Volatility),
            Forward = quote.Forward * strike,
        };
    }

    private ImmutableSortedDictionary<string, decimal> Values(Asset reporting)
    {
        var values = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        foreach (string code in prices.Assets.Keys)
        {
            if (Value(new Asset(code), reporting) is { } value)
                values[code] = value;
        }

        values[reporting.Code] = 1m;
        return values.ToImmutable();
    }

    private decimal? Value(Asset asset, Asset reporting) => prices.TryConvert(asset, reporting, out decimal rate, out _) ? rate : null;

    private ImmutableSortedDictionary<string, decimal> Rates(ImmutableArray<StressAccount> accounts, Asset currency)
    {
        var rates = ImmutableSortedDictionary.CreateBuilder<string, decimal>(StringComparer.Ordinal);
        foreach (Asset each in accounts.Select(account => account.Currency).Distinct())
            rates[each.Code] = Value(each, currency) ?? throw new BadInputException($"the journal has no price of {each.Code} in {currency.Code}: no decision was made by then");
        return rates.ToImmutable();
    }
}
