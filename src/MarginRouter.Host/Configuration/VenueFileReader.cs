using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Ledger;
using MarginRouter.Core.Margin.Liquidation;
using MarginRouter.Venues.Amm;
using MarginRouter.Venues.FixVenue.Dialects;

namespace MarginRouter.Host.Configuration;

/// <summary>Reads one file of <c>config/venues</c> and gives ids to its instruments and subaccounts.</summary>
internal sealed class VenueFileReader(List<Instrument> instruments, List<Subaccount> subaccounts)
{
    private const decimal Largest = 1_000_000_000_000m;
    private const decimal Smallest = 0.000000000000000001m;
    private static readonly string[] FixEndpoints = ["fix", "marketData", "dropCopy", "rest"];
    private readonly List<AmmPoolOptions> pools = [];

    public VenueSettings Read(JsonSection file, VenueId id)
    {
        pools.Clear();
        Venue venue = new(id, file.Text("name"));
        VenueProtocol protocol = file.Choice<VenueProtocol>("protocol");
        ImmutableDictionary<string, Uri> endpoints = Endpoints(file.Section("endpoints"), protocol);
        FixMarketDataSettings? marketData = protocol == VenueProtocol.Fix44 ? FixSectionReader.Read(file.Section("fix")) : null;
        int depth = file.Whole("bookDepth", 1, 5000);
        int answer = file.Whole("answerMilliseconds", 1, 60_000);
        int liveness = file.Whole("livenessMilliseconds", 100, 600_000);
        VenueTerms terms = new()
        {
            RiskBasisPoints = file.OptionalNumber("riskBasisPoints", 0m, 10_000m) ?? 0m,
            IsRegulated = file.Flag("regulated", fallback: false),
            Jurisdiction = file.OptionalText("jurisdiction"),
            OrdersPerWindow = file.OptionalWhole("ordersPerWindow", 1, 1_000_000),
            DeleveragingBasisPoints = file.OptionalNumber("deleveragingBasisPoints", 0m, 10_000m) ?? 0m,
            AdlRankBasisPoints = file.OptionalNumber("adlRankBasisPoints", 0m, 10_000m) ?? 0m,
            WindowMilliseconds = file.OptionalWhole("windowMilliseconds", 1, 86_400_000) ?? 1000,
        };
        int? fundSeconds = ReadFund(file, protocol, ref terms);
        int? referenceSeconds = ReadReference(file, protocol, ref terms);
        ImmutableArray<Instrument> own = [.. file.Sections("instruments").Select(section => ReadInstrument(section, venue.Id, protocol))];
        if (referenceSeconds is not null && protocol == VenueProtocol.KuCoin && own.Any(instrument => instrument.IsDerivative))
            file.Errors.Add($"{file.Place}.referenceData", "the KuCoin adapter reads spot pairs alone");
        ChainSettings? chain = protocol == VenueProtocol.Amm ? ChainReader.Read(file.Section("chain"), pools) : null;
        ImmutableArray<VenueAccountSettings> accounts = [.. file.Sections("subaccounts").Select(section => ReadAccount(section, venue, own, protocol))];
        if (protocol is VenueProtocol.KrakenFutures or VenueProtocol.BinanceCoinm && !accounts.IsEmpty)
            file.Errors.Add($"{file.Place}.subaccounts", $"the {protocol} adapter has market data alone: no subaccount trades there");
        int? statement = file.OptionalWhole("statementMilliseconds", 100, 600_000);
        bool isTest = file.Flag("testEnvironment", fallback: false);
        bool orderSocket = ReadOrderSocket(file, protocol);
        int? cancelAfter = ReadCancelAfter(file, protocol);
        WhatIfSettings? whatIf = ReadWhatIf(file, protocol);
        QuoteSettings? quotes = QuoteSectionReader.ReadVenue(file, (venue.Id, protocol), own, accounts);
        file.Close();
        CheckFix(file, marketData, endpoints, (depth, accounts));
        return new VenueSettings(venue, protocol, endpoints, marketData, own, accounts, depth, answer, liveness, terms)
        {
            StatementMilliseconds = statement,
            IsTestEnvironment = isTest,
            UsesOrderSocket = orderSocket,
            CancelAfterSeconds = cancelAfter,
            WhatIf = whatIf,
            Quotes = quotes,
            FundSeconds = fundSeconds,
            ReferenceSeconds = referenceSeconds,
            Chain = chain,
        };
    }

    /// <summary>A FIX venue whose dialect leaves statements to a reader routes accounts only where there is one.</summary>
    private static void CheckFix(
        JsonSection file, FixMarketDataSettings? fix, ImmutableDictionary<string, Uri> endpoints, (int Depth, ImmutableArray<VenueAccountSettings> Accounts) venue)
    {
        if (fix is null)
            return;
        if (fix.Dialect.Books.DepthFault(venue.Depth) is { } depth && fix.Dialect != FixDialect.Standard)
            file.Errors.Add($"{file.Place}.bookDepth", depth);
        bool reads = fix.Dialect.Statements == FixStatementSource.Reader;
        if (reads && fix.Reader is null && !venue.Accounts.IsEmpty)
            file.Errors.Add($"{file.Place}.fix.reader", "is missing: the venue's FIX states no balances, so without it no subaccount can be routed");
        if (fix.Reader is not null && !endpoints.ContainsKey("rest"))
            file.Errors.Add($"{file.Place}.endpoints.rest", $"is missing: the reader {fix.Reader} asks there");
        if (fix.Dialect.Logon.DropCopyFields is null && venue.Accounts.Any(account => account.DropCopyCompId is not null))
            file.Errors.Add($"{file.Place}.subaccounts", "dropCopyCompId: the dialect knows no drop copy sessions");
    }

    /// <summary>Binance and Kraken take orders over sockets anyway, KuCoin over REST alone; the word would have no effect in their files.</summary>
    private static bool ReadOrderSocket(JsonSection file, VenueProtocol protocol)
    {
        bool wanted = file.Flag("orderSocket", fallback: false);
        if (wanted && protocol is not (VenueProtocol.Bybit or VenueProtocol.Okx or VenueProtocol.Hyperliquid))
            file.Errors.Add($"{file.Place}.orderSocket", $"the {protocol} adapter has no choice between REST and an order socket");
        return wanted;
    }

    /// <summary>What a venue takes for its dead man's switch (venue-protocols.md); a word in another venue's file would have no effect.</summary>
    private static int? ReadCancelAfter(JsonSection file, VenueProtocol protocol)
    {
        (int Least, int Most)? taken = protocol switch
        {
            VenueProtocol.Bybit => (3, 300),
            VenueProtocol.Okx => (10, 120),
            VenueProtocol.KuCoin or VenueProtocol.Hyperliquid => (5, 86_400),
            VenueProtocol.BinanceUsdm or VenueProtocol.KrakenSpot => (1, 86_400),
            _ => null,
        };
        int? seconds = file.OptionalWhole("cancelAfterSeconds", 1, 86_400);
        if (seconds is not null && taken is null)
            file.Errors.Add($"{file.Place}.cancelAfterSeconds", $"the {protocol} adapter has no dead man's switch");
        else if (seconds is { } wanted && taken is { } limits && (wanted < limits.Least || wanted > limits.Most))
            file.Errors.Add($"{file.Place}.cancelAfterSeconds", $"the venue takes {limits.Least} to {limits.Most} seconds");
        return seconds;
    }

    /// <summary>Bybit and OKX answer what-if questions; a section in another venue's file would have no effect.</summary>
    private static WhatIfSettings? ReadWhatIf(JsonSection file, VenueProtocol protocol)
    {
        bool answers = protocol is VenueProtocol.Bybit or VenueProtocol.Okx;
        if (file.OptionalSection("whatIf") is not { } section)
            return answers ? WhatIfSettings.Default : null;
        WhatIfSettings settings = new(section.Whole("everyMilliseconds", 1_000, 86_400_000), section.Number("share", 0.01m, 100m));
        section.Close();
        if (!answers)
            section.Errors.Add(section.Place, $"the {protocol} adapter knows no what-if call");
        return settings;
    }

    private static ImmutableDictionary<string, Uri> Endpoints(JsonSection section, VenueProtocol protocol)
    {
        string[] names = protocol switch
        {
            VenueProtocol.BinanceSpot or VenueProtocol.BinanceUsdm => ["rest", "marketData", "orders"],
            VenueProtocol.KrakenSpot => ["rest", "marketData", "orders"],
            VenueProtocol.Bybit or VenueProtocol.Okx => ["rest", "marketData", "orders"],
            VenueProtocol.Hyperliquid => ["rest", "marketData"],
            VenueProtocol.KrakenFutures => ["marketData"],
            VenueProtocol.BinanceCoinm => ["rest", "marketData"],
            VenueProtocol.KuCoin => ["rest"],
            VenueProtocol.Fix44 => [.. FixEndpoints.Where(name => name == "fix" || section.Has(name))],
            VenueProtocol.Amm => section.Has("socket") ? ["node", "socket"] : ["node"],
        };
        ImmutableDictionary<string, Uri> endpoints = names.ToImmutableDictionary(name => name, section.Address);
        section.Close();
        return endpoints;
    }

    private Instrument ReadInstrument(JsonSection section, VenueId venue, VenueProtocol protocol)
    {
        decimal lot = section.Number("lot", Smallest, Largest);
        Instrument instrument = new()
        {
            Id = new InstrumentId(instruments.Count),
            Venue = venue,
            Symbol = section.Text("symbol"),
            Kind = section.Choice<InstrumentKind>("kind"),
            Base = new Asset(section.Text("base")),
            Quote = new Asset(section.Text("quote")),
            Settlement = new Asset(section.Text("settlement")),
            TickSize = section.Number("tick", Smallest, Largest),
            LotSize = lot,
            Multiplier = section.Number("multiplier", Smallest, Largest),
            MinimumQuantity = MinimumQuantity(section, lot),
            MinimumNotional = section.Number("minimumNotional", 0m, Largest),
            Fees = new FeeSchedule(section.Number("takerFee", 0m, 0.1m), section.Number("makerFee", -0.1m, 0.1m))
            {
                Ticket = section.OptionalNumber("ticketCost", 0m, Largest) ?? 0m,
            },
            FundingPerDay = section.OptionalNumber("fundingPerDay", -1m, 1m) ?? 0m,
            FundingHours = section.OptionalNumber("fundingHours", 0.01m, 720m),
            Expiry = DatedTerms.Expiry(section),
            Option = DatedTerms.Option(section),
        };
        DatedTerms.Check(section, instrument);
        if (instruments.Exists(other => other.Venue == venue && other.Symbol == instrument.Symbol))
            section.Errors.Add($"{section.Place}.symbol", $"instrument '{instrument.Symbol}' exists already");
        if (instrument.Kind == InstrumentKind.Spot && instrument.FundingPerDay != 0m)
            section.Errors.Add($"{section.Place}.fundingPerDay", "a spot pair has no funding");
        if (protocol == VenueProtocol.Amm)
            pools.Add(ChainReader.ReadPool(section.Section("pool"), instrument));
        section.Close();
        instruments.Add(instrument);
        return instrument;
    }

    private static QuantityLots MinimumQuantity(JsonSection section, decimal lot)
    {
        decimal minimum = section.Number("minimumQuantity", Smallest, Largest);

        // A lot from 1 on cannot be too small for any minimum; below, the product cannot overflow.
        if (lot < 1m && minimum > lot * long.MaxValue)
        {
            section.Errors.Add($"{section.Place}.minimumQuantity", $"{minimum} is too many lots of {lot}");
            return new QuantityLots(1);
        }

        decimal lots = minimum / lot;
        if (lots == decimal.Truncate(lots))
            return new QuantityLots((long)lots);
        section.Errors.Add($"{section.Place}.minimumQuantity", $"{minimum} is no multiple of the lot {lot}");
        return new QuantityLots(1);
    }

    private VenueAccountSettings ReadAccount(JsonSection section, Venue venue, ImmutableArray<Instrument> own, VenueProtocol protocol)
    {
        string name = section.Text("name");
        Subaccount subaccount = new(
            new SubaccountId(subaccounts.Count),
            name,
            venue.Id,
            section.Text("rules"),
            new Asset(section.Text("reporting")),
            section.Number("utilisationLimit", 0.0001m, 1m),
            [.. section.Texts("instruments").Select(symbol => FindOwn(section, own, symbol))])
        {
            AcceptanceReserve = section.OptionalNumber("acceptanceReserve", 0m, 0.9m) ?? 0m,
            MinimumLiquidationDistance = section.OptionalNumber("minimumLiquidationDistance", 0.0001m, 0.9999m),
            CapitalRatePerYear = section.OptionalNumber("capitalRatePerYear", 0m, 10m) ?? 0m,
            TakerRates = [.. section.OptionalSections("takerFees").Select(fee => ReadTakerRate(fee, own))],
            Collateral = section.OptionalSection("collateral") is { } mix ? ReadCollateral(mix) : null,
            TermBorrows = [.. section.OptionalSections("termBorrows").Select(ReadTermBorrow)],
            Borrow = [.. section.OptionalSections("borrow").Select(ReadBorrow)],
        };
        ImmutableArray<string> labels = [.. section.OptionalTexts("labels")];
        JsonSection secrets = section.Section("secrets");
        ImmutableDictionary<string, string> references = SecretRoles(protocol, secrets).ToImmutableDictionary(role => role, role => SecretReference(secrets, role));
        secrets.Close();
        string compId = protocol == VenueProtocol.Fix44 ? section.Text("compId") : string.Empty;
        string? copyCompId = protocol == VenueProtocol.Fix44 ? section.OptionalText("dropCopyCompId") : null;
        section.Close();
        if (subaccounts.Any(other => other.Name == name))
            section.Errors.Add($"{section.Place}.name", $"subaccount '{name}' exists already");
        subaccounts.Add(subaccount);
        return new VenueAccountSettings(subaccount.Id, name, references, compId) { Labels = labels, DropCopyCompId = copyCompId };
    }

    private static string[] SecretRoles(VenueProtocol protocol, JsonSection secrets) => protocol switch
    {
        // What reads an account beside its FIX session may need a key of its own.
        VenueProtocol.Fix44 => secrets.Has("readerKey") ? ["username", "password", "readerKey", "readerSecret"] : ["username", "password"],
        VenueProtocol.Okx or VenueProtocol.KuCoin => ["key", "secret", "passphrase"],

        // The account's address, and the private key of the account or of an agent that it has approved.
        VenueProtocol.Hyperliquid => ["key", "secret"],

        // The account's address and its private key.
        VenueProtocol.Amm => ["key", "secret"],
        VenueProtocol.BinanceSpot or VenueProtocol.BinanceUsdm or VenueProtocol.KrakenSpot or VenueProtocol.Bybit => ["key", "secret"],

        // Refused as a whole: market data alone.
        VenueProtocol.KrakenFutures or VenueProtocol.BinanceCoinm => ["key", "secret"],
    };

    private static AccountTakerRate ReadTakerRate(JsonSection section, ImmutableArray<Instrument> own)
    {
        AccountTakerRate rate = new(FindOwn(section, own, section.Text("instrument")), section.Number("rate", 0m, 0.1m));
        section.Close();
        return rate;
    }

    /// <summary>
    /// The fund as configured, how old a published state may be, and how often the adapter reads it. Where nothing else is said it is read once
    /// a minute if a surcharge depends on it.
    /// </summary>
    private static int? ReadFund(JsonSection file, VenueProtocol protocol, ref VenueTerms terms)
    {
        bool publishes = protocol is VenueProtocol.Bybit or VenueProtocol.Okx or VenueProtocol.BinanceUsdm;
        int? usual = publishes && terms.DeleveragingBasisPoints > 0m ? 60 : null;
        if (file.OptionalSection("insuranceFund") is not { } section)
            return usual;
        bool isStated = section.Has("balance") || section.Has("peak");
        if (isStated)
            terms = terms with { Fund = InsuranceFund.Of(section.Number("balance", -Largest, Largest), section.Number("peak", 0m, Largest)) };
        if (section.OptionalWhole("maximumAgeMinutes", 1, 10_080) is { } minutes)
            terms = terms with { FundMilliseconds = minutes * 60_000L };
        int? seconds = section.OptionalWhole("everySeconds", 1, 86_400);
        section.Close();
        if (!publishes && (seconds is not null || section.Has("maximumAgeMinutes")))
            section.Errors.Add(section.Place, $"the {protocol} adapter reads no insurance fund");
        return seconds ?? usual;
    }

    /// <summary>How often instruments and fees are read, how old they may be, and until when the configured ones serve in their place.</summary>
    private static int? ReadReference(JsonSection file, VenueProtocol protocol, ref VenueTerms terms)
    {
        if (file.OptionalSection("referenceData") is not { } section)
            return null;
        int every = section.Whole("everySeconds", 1, 86_400);
        int oldest = section.Whole("maximumAgeSeconds", 1, 604_800);
        Instant? until = section.Has("configuredUntil") ? DatedTerms.Moment(section, "configuredUntil") : null;
        section.Close();
        if (protocol is VenueProtocol.Fix44 or VenueProtocol.Amm or VenueProtocol.KrakenFutures)
            section.Errors.Add(section.Place, $"the {protocol} adapter reads no instruments and fees");
        if (oldest < every)
            section.Errors.Add($"{section.Place}.maximumAgeSeconds", "is below everySeconds: what was read would be too old before it is read again");
        terms = terms with { ReferenceMilliseconds = oldest * 1000L, ConfiguredUntil = until };
        return every;
    }

    private static CollateralLimits ReadCollateral(JsonSection section)
    {
        CollateralLimits limits = new()
        {
            Order = [.. section.OptionalTexts("order").Select(code => new Asset(code))],
            Stable = [.. section.OptionalTexts("stable").Select(code => new Asset(code))],
            LeastStableShare = section.OptionalNumber("leastStableShare", 0m, 1m) ?? 0m,
            LargestShare = section.OptionalNumber("largestShare", 0.0001m, 1m) ?? 1m,
            ConversionRate = section.OptionalNumber("conversionRate", 0.0001m, 1m),
        };
        section.Close();
        if (limits.LeastStableShare > 0m && limits.Stable.IsEmpty)
            section.Errors.Add($"{section.Place}.stable", "is missing: leastStableShare counts assets that are listed there");
        return limits;
    }

    private static TermBorrow ReadTermBorrow(JsonSection section)
    {
        TermBorrow loan = new(
            new Asset(section.Text("asset")),
            section.Number("amount", Smallest, Largest),
            section.Number("ratePerYear", 0m, 10m),
            DatedTerms.Moment(section, "from") ?? default,
            DatedTerms.Moment(section, "maturity") ?? default);
        section.Close();
        if (loan.Maturity <= loan.From)
            section.Errors.Add($"{section.Place}.maturity", "is not after from");
        return loan;
    }

    private static BorrowTerms ReadBorrow(JsonSection section)
    {
        BorrowTerms terms = new(
            new Asset(section.Text("asset")), section.Number("ratePerDay", 0m, 1m), section.OptionalNumber("maximum", 0m, Largest));
        section.Close();
        return terms;
    }

    private static InstrumentId FindOwn(JsonSection section, ImmutableArray<Instrument> own, string symbol)
    {
        foreach (Instrument instrument in own)
        {
            if (instrument.Symbol != symbol)
                continue;
            if (instrument.IsInverse)
                section.Errors.Add($"{section.Place}.instruments", $"'{symbol}' is an inverse contract: its book and mark are kept, and no account trades it yet");
            return instrument.Id;
        }

        section.Errors.Add($"{section.Place}.instruments", $"'{symbol}' is not an instrument of this venue");
        return default;
    }

    internal static string SecretReference(JsonSection section, string name)
    {
        string text = section.Text(name);
        if (text.Length > 0 && !SecretSource.IsReference(text))
            section.Errors.Add($"{section.Place}.{name}", "a secret is named as env:NAME or file:PATH, never written here");
        return text;
    }
}
