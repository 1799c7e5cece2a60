using System.Reflection;
using MarginRouter.Core.Orders;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Store;
using MarginRouter.Gateway.Rules;
using MarginRouter.Testing.Sessions;

namespace MarginRouter.Gateway.Tests;

/// <summary>The document for desks says what the gateway does: its samples are sent, its tables are complete.</summary>
public sealed class RulesOfEngagementTests
{
    [Fact]
    public void Samples_SentInOrder_AreAnsweredAsTheySay()
    {
        TestSession session = new();
        EngineDesk engine = new(session);
        using TestRouter router = new(engine);
        OpenMarket.Open(engine, session.Now);
        using MemoryFixMessageStore store = new();
        using TestDesk desk = new TestDesk(store).LogOn(router.EndPoint);
        foreach (MessageRule rule in MessageRules.Inbound)
        {
            desk.Send(rule.Type, rule.Sample);
            string answer = desk.Next();
            Assert.True(answer.StartsWith($"35={rule.Reply}|", StringComparison.Ordinal), $"{rule.Name}: {answer}");
            Assert.DoesNotContain("|150=8|", answer, StringComparison.Ordinal);

            // A question that is always answered marks the end of what this sample brought.
            desk.Send(FixMsgType.SecurityListRequest, "320=END|559=4");
            while (!desk.Next().StartsWith("35=y|320=END|", StringComparison.Ordinal))
            {
            }
        }
    }

    [Fact]
    public void Markdown_NamesEveryMessageInstructionRefusalAndTag()
    {
        string text = RulesOfEngagement.Markdown();
        Assert.All(MessageRules.Inbound, rule => Assert.Contains($"### {rule.Name} ({FixMsgType.ToText(rule.Type)})", text, StringComparison.Ordinal));
        Assert.All(Enum.GetValues<RefusalReason>(), reason => Assert.Contains($"| {(int)reason} | {reason} |", text, StringComparison.Ordinal));
        Assert.All(Instructions.RouteParameters.All, parameter => Assert.Contains($"| {parameter.Name} | {parameter.Type} | {parameter.Tag} |", text, StringComparison.Ordinal));
    }

    [Fact]
    public void CustomTags_AreExactlyThoseOfTheCode()
    {
        Dictionary<string, int> declared = typeof(DeskTag).GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(field => field.Name, field => (int)field.GetRawConstantValue()!);
        Assert.Equal(declared.OrderBy(one => one.Value).Select(one => (one.Value, one.Key)), CustomTags.All.OrderBy(one => one.Tag).Select(one => (one.Tag, one.Name)));
        Assert.Equal(declared.Count, declared.Values.Distinct().Count());
    }
}
