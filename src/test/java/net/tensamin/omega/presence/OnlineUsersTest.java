package net.tensamin.omega.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.UserId;
import org.junit.jupiter.api.Test;

class OnlineUsersTest {
    private static final UserId ALICE = new UserId(42);
    private static final IotaId HOME = new IotaId(1);
    private static final IotaId FORMER = new IotaId(2);
    private static final OmikronId OMIKRON = new OmikronId(7);

    private final OnlineUsers online = new OnlineUsers();

    @Test
    void aUserComesOnlineOnce() {
        assertTrue(online.add(ALICE, HOME, List.of()));
        assertFalse(online.add(ALICE, HOME, List.of(OMIKRON)));
        assertEquals(List.of(OMIKRON), online.through(ALICE));
        assertEquals(Optional.of(HOME), online.homeOf(ALICE));
        assertEquals(1, online.count());
    }

    @Test
    void aFormerHomeTakesNobodyOffline() {
        online.add(ALICE, HOME, List.of(OMIKRON));
        assertFalse(online.remove(ALICE, FORMER));
        assertTrue(online.contains(ALICE));
        assertTrue(online.remove(ALICE, HOME));
        assertFalse(online.remove(ALICE, HOME));
        assertFalse(online.contains(ALICE));
        assertEquals(List.of(), online.through(ALICE));
    }
}
