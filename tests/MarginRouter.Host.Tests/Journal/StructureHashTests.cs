using System.Collections.Immutable;
using MarginRouter.Core.Engine;
using MarginRouter.Core.Engine.Events;
using MarginRouter.Core.Instruments;
using MarginRouter.Core.Orders;
using MarginRouter.Host.Configuration;
using MarginRouter.Host.Journal;
using MarginRouter.Testing;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Host.Tests.Journal;

/// <summary>A journal is refused exactly with those configurations under which it would mean something else.</summary>
public sealed class StructureHashTests
{
    /// <summary>A life in which an immediate order was routed again.</summary>
    private static readonly List<JournalEntry> Journal = Enumerable.Range(81, 50)
        .Select(seed => JournalLives.Of(seed, steps: 700))
        .First(life => life.Engine.Parents.Any(parent => parent.Attempts > 1 && !ParentTransitions.IsFinal(parent.Status) && parent.Request.TimeInForce == TimeInForce.ImmediateOrCancel
            && !life.Journal.Any(entry => entry.Inbound is ParentReplaceRequested replaced && replaced.Request.ClientOrderId == parent.Request.ClientOrderId)))
        .Journal;

    /// <summary>Settings on which recovery depends, each changed.</summary>
    public static TheoryData<string> Binding => ["order limit", "attempts", "desk gone", "product forbidden"];

    /// <summary>Settings on which it does not.</summary>
    public static TheoryData<string> Free => ["utilisation", "reserve", "fees", "collar", "ages", "work units", "accounts of a desk"];

    [Theory]
    [MemberData(nameof(Binding))]
    public void Of_SettingThatRecoveryDependsOn_IsAnotherHash(string setting)
    {
        Firm changed = Change(setting);
        Assert.NotEqual(EngineDump.Of(Recover(TestFirm.Firm)!), Recover(changed) is RouterEngine engine ? EngineDump.Of(engine) : "stopped");
        Assert.NotEqual(StructureHash.Of(TestFirm.Firm), StructureHash.Of(changed));
    }

    [Theory]
    [MemberData(nameof(Free))]
    public void Of_SettingThatRecoveryDoesNotDependOn_IsTheSameHash(string setting)
    {
        Firm changed = Change(setting);
        Assert.Equal(EngineDump.Of(Recover(TestFirm.Firm)!), EngineDump.Of(Recover(changed)!));
        Assert.Equal(StructureHash.Of(TestFirm.Firm), StructureHash.Of(changed));
    }

    [Fact]
    public void Require_OtherTables_NamesTheJournal()
    {
        using TemporaryDirectory folder = new();
        JournalLives.Write(folder.Path, Journal.Take(1));
        StructureHash.Require(folder.Path, JournalLives.Header.StructureHash);
        ConfigurationException exception = Assert.Throws<ConfigurationException>(() => StructureHash.Require(folder.Path, "other"));
        Assert.Contains(folder.Path, Assert.Single(exception.Errors), StringComparison.Ordinal);
    }

    /// <summary>The engine that a journal gives under a configuration; null when the router would not start.</summary>
    private static RouterEngine? Recover(Firm firm)
    {
        RouterEngine engine = TestFirm.NewEngine(firm);
        Core.Engine.Commands.CommandList commands = new();
        try
        {
            foreach (JournalEntry entry in Journal)
                entry.Recover(engine, commands);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }

        return engine;
    }

    private static Firm Change(string setting)
    {
        Firm firm = TestFirm.Firm;
        Desk desk = firm.Desks[0];
        return setting switch
        {
            "order limit" => WithDesk(desk with { MaximumOrderNotional = 100_000m }),
            "attempts" => WithDesk(desk with { MaximumAttempts = 1 }),
            "desk gone" => firm with { Desks = firm.Desks.RemoveAt(0) },
            "product forbidden" => WithDesk(desk with { Products = [new ProductId(1)] }),
            "utilisation" => firm with { Subaccounts = [.. firm.Subaccounts.Select(account => account with { UtilisationLimit = 0.1m })] },
            "reserve" => firm with { Subaccounts = [.. firm.Subaccounts.Select(account => account with { AcceptanceReserve = 0.1m })] },
            "fees" => firm with { Reference = new ReferenceData(firm.Reference.Venues, WithFees(firm), firm.Reference.Products) },
            "collar" => WithDesk(desk with { Policy = desk.Policy with { CollarBasisPoints = 7m } }),
            "ages" => firm with { Ages = new AgeLimits(1, 2, 3) },
            "work units" => firm with { WorkUnits = 100 },
            "accounts of a desk" => WithDesk(desk with { Subaccounts = [TestFirm.BetaAccount] }),
            _ => throw new ArgumentException(setting),
        };
    }

    private static Firm WithDesk(Desk desk) => TestFirm.Firm with { Desks = TestFirm.Firm.Desks.SetItem(0, desk) };

    private static ImmutableArray<Instrument> WithFees(Firm firm) =>
        [.. firm.Reference.Instruments.Select(instrument => instrument with { Fees = new FeeSchedule(0.002m, 0.001m) })];
}
