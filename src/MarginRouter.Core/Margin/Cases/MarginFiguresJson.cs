using System.Text.Json;

namespace MarginRouter.Core.Margin.Cases;

/// <summary>Writes the answer to a margin case as the `margin --json` contract wants it; amounts are texts.</summary>
public static class MarginFiguresJson
{
    /// <summary>Writes one document.</summary>
    public static void Write(Utf8JsonWriter writer, MarginFigures figures)
    {
        MarginAssessment? margin = figures.Margin;
        MarginAssessment? initial = figures.InitialKnown ? margin : null;
        writer.WriteStartObject();
        writer.WriteString("rules", figures.Rules);
        Amount(writer, "equity", margin?.Equity);
        Amount(writer, "initialMargin", initial?.InitialMargin);
        Amount(writer, "maintenanceMargin", margin?.MaintenanceMargin);
        if (initial is null)
        {
            writer.WriteNull("venueAcceptance");
        }
        else
        {
            writer.WriteStartObject("venueAcceptance");
            Amount(writer, "required", initial.AcceptanceRequired);
            Amount(writer, "available", initial.AcceptanceAvailable);
            writer.WriteBoolean("accepted", figures.Accepted);
            writer.WriteEndObject();
        }

        Amount(writer, "utilisation", margin?.Utilisation);
        if (figures.VenueRatioName is null)
        {
            writer.WriteNull("venueRatio");
        }
        else
        {
            writer.WriteStartObject("venueRatio");
            writer.WriteString("name", figures.VenueRatioName);
            Amount(writer, "value", figures.VenueRatio);
            writer.WriteEndObject();
        }

        string action = figures.Action.ToString();
        writer.WriteString("action", char.ToLowerInvariant(action[0]) + action[1..]);
        writer.WriteStartObject("liquidationPrices");
        foreach ((string instrument, decimal? price) in figures.LiquidationPrices)
            Amount(writer, instrument, price);
        writer.WriteEndObject();
        Amount(writer, "liquidationDistance", figures.LiquidationDistance);
        if (figures.Worst is { } worst)
        {
            writer.WriteStartObject("worstScenario");
            writer.WriteString("underlying", worst.Underlying);
            Amount(writer, "priceMove", worst.PriceMove);
            Amount(writer, "volatilityMove", worst.VolatilityMove);
            Amount(writer, "loss", worst.Loss);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("worstScenario");
        }

        writer.WriteStartArray("terms");
        foreach (MarginTerm term in margin?.Terms ?? [])
        {
            writer.WriteStartObject();
            writer.WriteString("name", term.Name);
            Amount(writer, "value", term.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("outlook");
        foreach (PositionOutlook position in figures.Outlook)
            Position(writer, position);
        writer.WriteEndArray();
        if (figures.Collateral is { } collateral)
            Collateral(writer, collateral);
        else
            writer.WriteNull("collateral");
        writer.WriteEndObject();
    }

    private static void Collateral(Utf8JsonWriter writer, CaseCollateral collateral)
    {
        writer.WriteStartObject("collateral");
        Amount(writer, "total", collateral.Total);
        Amount(writer, "largestShare", collateral.LargestShare);
        Amount(writer, "concentration", collateral.Concentration);
        writer.WriteStartArray("held");
        foreach (HeldCollateral one in collateral.Held)
        {
            writer.WriteStartObject();
            writer.WriteString("asset", one.Asset.Code);
            Amount(writer, "quantity", one.Quantity);
            Amount(writer, "value", one.Value);
            Amount(writer, "counted", one.Counted);
            Amount(writer, "share", one.Share);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("debts");
        foreach (OwedDebt debt in collateral.Debts)
        {
            writer.WriteStartObject();
            writer.WriteString("asset", debt.Asset.Code);
            Amount(writer, "quantity", debt.Quantity);
            Amount(writer, "value", debt.Value);
            Amount(writer, "yearsToMaturity", debt.YearsToMaturity);
            Amount(writer, "interestPerDay", debt.InterestPerDay);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("brokenLimit", collateral.Broken?.Subject);
        Amount(writer, "hole", collateral.Hole);
        writer.WriteStartArray("order");
        foreach (Margin.Collateral.CollateralUse use in collateral.Uses)
        {
            writer.WriteStartObject();
            writer.WriteString("asset", use.Asset.Code);
            Amount(writer, "quantity", use.Quantity);
            Amount(writer, "value", use.Value);
            Amount(writer, "covers", use.Covers);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Amount(writer, "uncovered", collateral.Uncovered);
        writer.WriteEndObject();
    }

    private static void Position(Utf8JsonWriter writer, PositionOutlook position)
    {
        writer.WriteStartObject();
        writer.WriteString("instrument", position.Instrument);
        Amount(writer, "nextTierContracts", position.NextTierContracts);
        Amount(writer, "nextTierAbove", position.NextTierAbove);
        Amount(writer, "nextTierBelow", position.NextTierBelow);
        Amount(writer, "largestPosition", position.LargestPosition);
        Amount(writer, "largestAtLeverage", position.LargestAtLeverage);
        if (position.FirstStep is { } step)
        {
            writer.WriteStartObject("firstLiquidationStep");
            Amount(writer, "closedShare", step.ClosedShare);
            Amount(writer, "closedValue", step.ClosedValue);
            Amount(writer, "waitSeconds", step.WaitSeconds);
            writer.WriteBoolean("takenOver", step.TakenOver);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("firstLiquidationStep");
        }

        if (position.StepMissing is { } missing)
            writer.WriteString("missing", missing.Subject);
        writer.WriteEndObject();
    }

    /// <summary>An amount as a text without trailing zeros.</summary>
    private static void Amount(Utf8JsonWriter writer, string name, decimal? value)
    {
        if (value is { } amount)
            writer.WriteString(name, (amount / 1.0000000000000000000000000000m).ToString(System.Globalization.CultureInfo.InvariantCulture));
        else
            writer.WriteNull(name);
    }
}
