using System.Collections.Immutable;
using System.Globalization;
using MarginRouter.Core.Engine.Commands;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Margin.Live;
using MarginRouter.Core.Orders;

namespace MarginRouter.Core.Engine;

/// <summary>Takes what venues say about margin tables, and says aloud what is not taken.</summary>
/// <param name="firm">Whose subaccounts name the rule sets.</param>
/// <param name="tables">The tables in use; null where they stay as they are.</param>
internal sealed class MarginTableWatch(Firm firm, LiveMarginTables? tables)
{
    /// <summary>Takes the tables of an account's venue; each that is refused is an alarm, and the old one stays.</summary>
    public void Apply(MarginTablesReceived received, CommandList commands)
    {
        string ruleSet = firm.Subaccounts[received.Subaccount.Value].RuleSet;
        ImmutableArray<Refusal> refused = tables is null
            ? [new Refusal(RefusalReason.TablesRefused, "the tables here do not change")]
            : tables.Take(received.Subaccount, ruleSet, received.Tables);
        foreach (Refusal refusal in refused)
        {
            commands.Add(new RaiseAlarm("marginTablesRefused", string.Create(
                CultureInfo.InvariantCulture,
                $"{ruleSet} of {firm.Subaccounts[received.Subaccount.Value].Name}: {refusal.Subject}, received {refusal.Required}, in use {refusal.Available}, band {refusal.Threshold}: the old table stays")));
        }
    }

    /// <summary>Ends the use of a file that is too old.</summary>
    public void Apply(MarginRulesExpired expired, CommandList commands)
    {
        if (tables?.Expire(expired.RuleSet) == true)
        {
            commands.Add(new RaiseAlarm(
                "marginRulesExpired", $"{expired.RuleSet}: too old for live orders until its venue sends tables; only flattening orders pass"));
        }
    }
}
