using MarginRouter.LoadTests.Fuzz;

namespace MarginRouter.Venues.Tests.Feeds;

/// <summary>The short form of the load test <c>fuzz</c>: the same sessions and damage, a few thousand messages each.</summary>
public sealed class FeedFuzzTests
{
    public static TheoryData<string, string> Protocols()
    {
        TheoryData<string, string> protocols = [];
        foreach (FuzzSession session in FuzzSessions.All)
            protocols.Add(session.Venue, session.Protocol);
        return protocols;
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Play_DamagedMessages_AreRefusedOrKeepTheRules(string venue, string protocol)
    {
        FuzzSession session = FuzzSessions.All.Single(one => one.Venue == venue && one.Protocol == protocol);
        FuzzEpisodes episodes = new(session, seed: 20261122);

        // Either throws with the seed, the number of the message and the message itself.
        episodes.PlayUndamaged();
        episodes.Play(4_000);

        Assert.True(episodes.Played >= 4_000);
        Assert.True(episodes.Refused > 0, "no damage was noticed");
        Assert.True(episodes.LiveBooks > 0, "no book was live after a damaged message");
    }
}
