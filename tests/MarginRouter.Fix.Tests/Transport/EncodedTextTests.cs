using System.Text;
using MarginRouter.Fix.Codec;
using MarginRouter.Fix.Dictionaries;
using MarginRouter.Fix.Session;

namespace MarginRouter.Fix.Tests.Transport;

/// <summary>Text in an encoding of its own travels as data with its length, whatever bytes it has, and inside nested groups, judged by the dictionary.</summary>
public sealed class EncodedTextTests
{
    private const int MessageEncoding = 347;
    private const int NoLinesOfText = 33;
    private const int Headline = 148;
    private const int EncodedTextLen = 354;
    private const int EncodedText = 355;

    [Theory]
    [InlineData("注文は約定しました")]
    [InlineData("a\u0001b=c\u000110=000\u0001")]
    [InlineData("8=FIX.4.4\u00019=5\u000135=0\u0001")]
    public void EncodedText_WithAnyBytes_ArrivesAsItWas(string text)
    {
        using LoopbackFixture fixture = new();
        string? came = null;
        fixture.Router.OnFromApp = (_, message) =>
        {
            Assert.True(message.TryGetGroup(NoLinesOfText, [FixTag.Text, EncodedTextLen, EncodedText], out FixGroup lines));
            foreach (FixGroupEntry line in lines)
            {
                if (line.TryGetSpan(EncodedText, out ReadOnlySpan<byte> data))
                    came += Encoding.UTF8.GetString(data) + "/";
            }

            return null;
        };
        fixture.Accept(LoopbackFixture.RouterOptions with { Validation = new FixValidationOptions { Dictionary = FixStandardDictionary.For("FIX.4.4") } });
        Transport(fixture, text);
        Assert.StartsWith("app 2", fixture.Router.Next(), StringComparison.Ordinal);
        Assert.Equal($"{text}/{text}{text}/", came);
    }

    private static void Transport(LoopbackFixture fixture, string text)
    {
        using MarginRouter.Fix.Transport.FixInitiator initiator = fixture.Initiate();
        fixture.LogOn(initiator);
        FixMessageWriter news = new FixMessageWriter().Begin(FixMsgType.News).Append(Headline, "words").Append(NoLinesOfText, 2);
        foreach (string line in (string[])[text, text + text])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(line);
            news.Append(FixTag.Text, "see the encoded text").AppendData(EncodedTextLen, EncodedText, bytes);
        }

        Assert.Equal(FixSendResult.Sent, initiator.Session.Send(news));
    }
}
