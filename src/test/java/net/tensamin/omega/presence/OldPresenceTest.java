package net.tensamin.omega.presence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.NodeId;
import net.tensamin.omega.testing.OldMessages;
import org.junit.jupiter.api.Test;

/** Presence as a node of the version before tells it. */
class OldPresenceTest {
    private static final LinkEpoch LINK = new LinkEpoch(new OmikronId(1), 5, new NodeId(new UUID(1, 2)));
    private static final UserId ALICE = new UserId(42);
    private static final IotaId HOME = new IotaId(1001);

    @Test
    void eachReportIsReadAndWrittenTheSameWay() throws Exception {
        PresenceNews news = new PresenceNews(
                PresenceNews.Kind.ALL,
                9,
                List.of(
                        new PresenceReport.Opened(LINK),
                        new PresenceReport.IotaConnected(LINK, HOME, Set.of(ALICE)),
                        new PresenceReport.UserConnected(LINK, ALICE, HOME, Optional.of(OnlineStatus.values()[0])),
                        new PresenceReport.UserDisconnected(LINK, ALICE, HOME),
                        new PresenceReport.UserLost(LINK, ALICE, HOME),
                        new PresenceReport.IotaDisconnected(LINK, HOME),
                        new PresenceReport.Sync(LINK, Map.of(HOME, Set.of(ALICE)), Map.of(ALICE, HOME)),
                        new PresenceReport.Closed(LINK)));
        assertEquals(news, PresenceNews.read(OldMessages.of("PRESENCE")));
        assertArrayEquals(OldMessages.of("PRESENCE"), news.bytes());
    }
}
