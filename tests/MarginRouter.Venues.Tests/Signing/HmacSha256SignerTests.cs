using MarginRouter.Venues.Signing;

namespace MarginRouter.Venues.Tests.Signing;

public sealed class HmacSha256SignerTests
{
    [Fact]
    public void New_EmptySecret_IsRefused() => Assert.Throws<ArgumentException>(() => new HmacSha256Signer(""));
}
