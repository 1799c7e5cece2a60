using System.Text;
using MarginRouter.Fix.Session;

namespace MarginRouter.Fix.Tests.Settings;

/// <summary>An application in QuickFIX's shape, as its users have written theirs: seven call-backs, refusals as exceptions.</summary>
internal interface IQuickFixShape
{
    void OnCreate(FixSessionId session);

    void OnLogon(FixSessionId session);

    void OnLogout(FixSessionId session);

    void ToAdmin(StringBuilder fields, FixSessionId session);

    void FromAdmin(string message, FixSessionId session);

    void ToApp(string message, FixSessionId session);

    void FromApp(string message, FixSessionId session);
}
