using System.Globalization;
using System.Text.Json;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Margin.Rules;
using MarginRouter.Core.Margin.Scenarios;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>
/// Reads what expires in a case: expiry (a day, which means 08:00 UTC, an ISO time, or years as a number), strike, call or put, volatility
/// and, where it is not the underlying's price, the forward. A calendar expiry needs the case's member "asOf", because nothing here reads a clock.
/// </summary>
internal sealed class CaseTerms
{
    private const decimal TicksPerYear = 365m * TimeSpan.TicksPerDay;
    private const int ExpiryHour = 8;
    private readonly bool served;
    private readonly bool options;
    private readonly DateTimeOffset? asOf;
    private readonly InstrumentKind? only;

    private CaseTerms(MarginRuleSet? rules, DateTimeOffset? asOf)
    {
        bool served = rules?.Scenario is not null;
        bool options = rules?.Book?.ShortOptions is not null;
        only = rules is null || served || rules.Book is not null
            ? null
            : rules.Model == MarginModelKind.TieredDerivative ? InstrumentKind.LinearPerpetual : InstrumentKind.Spot;
        this.served = served;
        this.options = options;
        this.asOf = asOf;
    }

    /// <summary>Prepares the reader for a case.</summary>
    public static CaseTerms Of(RuleFields root, MarginRuleSet? rules)
    {
        DateTimeOffset? time = null;
        if (root.Find("asOf") is { ValueKind: not JsonValueKind.Null })
        {
            time = Time(root.Text("asOf"), 0);
            if (time is null)
                root.Fail("asOf", "is not an ISO time");
        }

        return new CaseTerms(rules, time);
    }

    /// <summary>Years to the maturity of a negotiated loan; null when it has none.</summary>
    public decimal? Maturity(RuleFields fields) => fields.Find("maturity") is { ValueKind: not JsonValueKind.Null } ? Years(fields, "maturity", needed: false) : null;

    /// <summary>The position with its terms; terms that do not belong to its kind or rule set are errors.</summary>
    public CasePosition Complete(RuleFields fields, CasePosition position)
    {
        bool option = position.Kind == InstrumentKind.Option;
        bool priced = served || options;
        if (option && !priced)
            fields.Fail("kind", "options have no meaning under this rule set");
        else if (only is { } kind && position.Kind != kind)
            fields.Fail("kind", $"only {(kind == InstrumentKind.Spot ? "spot pairs" : "linear contracts")} have a meaning under this rule set");
        if (position.Kind == InstrumentKind.Spot)
            Refuse(fields, "expiry");
        else if (!served && !option)
            CheckExpiry(fields);
        if (!option || !priced)
        {
            Refuse(fields, "strike", "option", "impliedVolatility", "forward");
            return served ? position with { Years = Years(fields, needed: false) } : position;
        }

        decimal strike = Needed(fields, "strike");
        decimal volatility = Needed(fields, "impliedVolatility");
        string right = fields.Text("option");
        if (right is not ("call" or "put" or ""))
            fields.Fail("option", $"'{right}' is not one of call, put");
        decimal? forward = fields.OptionalNumber("forward");
        if (forward is <= 0m)
            fields.Fail("forward", $"{forward} is not positive");
        return position with
        {
            Years = Years(fields, needed: true),
            Option = new ScenarioOption(right == "call", strike, volatility),
            Forward = forward,
        };
    }

    /// <summary>The expiry of a dated contract under rules that do not ask how far away it is: it must only be one.</summary>
    private static void CheckExpiry(RuleFields fields)
    {
        if (fields.Find("expiry") is not { ValueKind: not JsonValueKind.Null } value)
            return;
        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && Time(text, ExpiryHour) is null)
            fields.Fail("expiry", $"'{text}' is not a day, an ISO time or a number of years");
    }

    private static void Refuse(RuleFields fields, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (fields.Find(name) is { ValueKind: not JsonValueKind.Null })
                fields.Fail(name, "has no meaning under this rule set");
        }
    }

    private static decimal Needed(RuleFields fields, string name)
    {
        decimal? value = fields.OptionalNumber(name);
        if (value is not > 0m)
            fields.Fail(name, value is null ? "is missing" : $"{value} is not positive");
        return value is > 0m ? value.Value : 1m;
    }

    private static DateTimeOffset? Time(string text, int hour)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day))
            return new DateTimeOffset(day.ToDateTime(new TimeOnly(hour, 0)), TimeSpan.Zero);
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
    }

    private decimal? Years(RuleFields fields, bool needed) => Years(fields, "expiry", needed);

    private decimal? Years(RuleFields fields, string name, bool needed)
    {
        if (fields.Find(name) is not { ValueKind: not JsonValueKind.Null } value)
        {
            if (needed)
                fields.Fail(name, "is missing");
            return null;
        }

        string text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        decimal? years = null;
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number))
            years = number;
        else if (Time(text, ExpiryHour) is not { } expiry)
            fields.Fail(name, $"'{text}' is not a day, an ISO time or a number of years");
        else if (asOf is not { } now)
            fields.Fail(name, "needs the case's asOf: the time to expiry cannot be known without it");
        else
            years = (expiry - now).Ticks / TicksPerYear;
        if (years is <= 0m)
            fields.Fail(name, "is not in the future");
        return years;
    }
}
