using System.Text;
using MarginRouter.Fix.Codec;

namespace MarginRouter.Venues.Tests.FixVenue;

/// <summary>Messages for tests, written with bars instead of separators.</summary>
internal static class FixText
{
    public static FixMessage Parse(string fields)
    {
        byte[] bytes = Encoding.ASCII.GetBytes("8=FIX.4.4|9=0|" + fields.TrimEnd('|') + "|10=000|");
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = bytes[i] == (byte)'|' ? (byte)1 : bytes[i];
        FixMessage message = new();
        Assert.True(message.Parse(bytes, 0, bytes.Length), message.Fault?.ToString());
        return message;
    }
}
