using MarginRouter.Core.Engine;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Core.Tests.Engine.Baskets;

/// <summary>Runs a table of a basket's life, and proves that its journal gives it back.</summary>
internal static class BasketCheck
{
    /// <summary>Checks the table, and that every beginning of its journal gives the state and reports that the engine had then.</summary>
    public static TestSession CheckAndRecover(string table, Firm? firm = null)
    {
        TestSession session = EngineScript.Check(new TestSession(firm), table);
        TestSession again = TestSession.Recover(session.Journal, firm);
        Assert.Equal(EngineDump.Of(session.Engine), EngineDump.Of(again.Engine));
        Assert.Equal(session.Reports.Select(CommandText.Of), again.Reports.Select(CommandText.Of));
        for (int length = 0; length < session.Journal.Count; length++)
        {
            TestSession beginning = TestSession.Recover(session.Journal.Take(length), firm);
            Assert.Equal(session.Reports.Take(beginning.Reports.Count).Select(CommandText.Of), beginning.Reports.Select(CommandText.Of));
        }

        return session;
    }
}
