package net.tensamin.omega.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.OnlineStatus;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.cluster.NodeId;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresenceBoardTest {
    private static final UserId ALICE = PresenceScript.ALICE;
    private static final IotaId HOME = PresenceScript.HOMES.get(ALICE);

    /** The notation is {@link PresenceScript}'s; ! marks a loss. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            # rule (SPEC §4, §5)                        | reports                                                        | changes
            nobody is online at first                   | A opens                                                        | ''
            an Iota alone makes nobody online           | A opens, A iota 1                                              | ''
            a user without its Iota is offline          | A opens, A user 42                                             | ''
            a user reported before its Iota is offline  | A opens, A user 42, A iota 1                                   | ''
            Iota and then user make it online           | A opens, A iota 1, A user 42                                   | +42
            another user's report does not              | A opens, A iota 1, A user 7                                    | ''
            another user's Iota does not                | A opens, A iota 2, A user 42                                   | ''
            any Omikron may report the user             | A opens, B opens, A iota 1, B user 42                          | +42
            a second report changes nothing             | A opens, A iota 1, A user 42, A user 42                        | +42
            a clean goodbye                             | A opens, A iota 1, A user 42, A no-user 42                     | +42 -42
            goodbye of a user that was not there        | A opens, A iota 1, A no-user 42                                | ''
            goodbye while another Omikron has the user  | A opens, B opens, A iota 1, A user 42, B user 42, A no-user 42 | +42
            goodbye by a link that never reported it    | A opens, B opens, A iota 1, A user 42, B no-user 42            | +42
            the Iota goes                               | A opens, A iota 1, A user 42, A no-iota 1                      | +42 -42!
            another user's Iota goes                    | A opens, A iota 1, A iota 2, A user 42, A no-iota 2            | +42
            the Iota goes, another Omikron has it       | A opens, B opens, A iota 1, B iota 1, A user 42, A no-iota 1   | +42
            the Iota goes from the last Omikron         | A opens, B opens, A iota 1, B iota 1, A user 42, A no-iota 1, B no-iota 1 | +42 -42!
            an Iota goes from an Omikron without it     | A opens, B opens, A iota 1, A user 42, B no-iota 1             | +42
            the Iota comes back: offline until reported | A opens, A iota 1, A user 42, A no-iota 1, A iota 1            | +42 -42!
            ... and reported                            | A opens, A iota 1, A user 42, A no-iota 1, A iota 1, A user 42 | +42 -42! +42
            the Iota connects anew without goodbye      | A opens, A iota 1, A user 42, A iota 1                         | +42 -42!
            ... whoever reported the user               | A opens, B opens, A iota 1, B user 42, A iota 1                | +42 -42!
            ... while another Omikron has it: its users stay | A opens, B opens, A iota 1, B iota 1, B user 42, A iota 1 | +42
            ... but not those of the Omikron itself     | A opens, B opens, A iota 1, B iota 1, A user 42, A iota 1      | +42 -42!
            the Iota connects to a second Omikron       | A opens, B opens, A iota 1, A user 42, B iota 1                | +42
            the link ends                               | A opens, A iota 1, A user 42, A closes                         | +42 -42!
            another link ends                           | A opens, B opens, A iota 1, A user 42, B closes                | +42
            the Iota's link ends                        | A opens, B opens, A iota 1, B user 42, A closes                | +42 -42!
            the user's link ends                        | A opens, B opens, A iota 1, B user 42, B closes                | +42 -42!
            one of the user's links ends                | A opens, B opens, A iota 1, A user 42, B user 42, B closes     | +42
            one of the Iota's links ends                | A opens, B opens, A iota 1, B iota 1, B user 42, A closes      | +42
            a second link replaces the first            | A opens, A iota 1, A user 42, A opens                          | +42 -42!
            a report of a replaced link is refused      | A opens, A opens, A iota 1, a user 42                          | ''
            a goodbye of a replaced link is refused     | A opens, A opens, A iota 1, A user 42, a no-user 42            | +42
            an Iota's goodbye by a replaced link, too   | A opens, A opens, A iota 1, A user 42, a no-iota 1             | +42
            a sync of a replaced link, too              | A opens, A opens, A iota 1, A user 42, a sync                  | +42
            the end of a replaced link takes nothing    | A opens, A opens, A iota 1, A user 42, a closes                | +42
            a report after the end is refused           | A opens, A iota 1, A closes, A iota 1, A user 42               | ''
            sync reports Iotas and users                | A opens, A sync 1 42                                           | +42
            sync of a user without its Iota             | A opens, A sync 2 42                                           | ''
            sync of a user whose Iota is elsewhere      | A opens, B opens, B iota 1, A sync 42                          | +42
            sync keeps a user that is still there       | A opens, A iota 1, A user 42, A sync 1 42                      | +42
            sync ends a user left out                   | A opens, A iota 1, A user 42, A sync 1                         | +42 -42!
            sync ends an Iota left out, with its user   | A opens, A iota 1, A user 42, A sync 42                        | +42 -42!
            sync leaves other Omikrons' reports alone   | A opens, B opens, A iota 1, A user 42, B sync 2 7, B sync      | +42 +7 -7!
            sync keeps a user another Omikron reported  | A opens, B opens, A iota 1, B user 42, A sync 1                | +42
            after sync the link's end takes all         | A opens, A sync 1 42, A closes                                 | +42 -42!
            """)
    void usersAreOnlineByReports(String rule, String reports, String changes) {
        PresenceScript script = new PresenceScript(OnlineMeans.USER);

        script.play(reports);

        assertEquals(changes, script.changes());
        assertEquals(leavesOnline("42", changes), script.board().isOnline(ALICE));
        assertEquals(leavesOnline("7", changes), script.board().isOnline(PresenceScript.BOB));
    }

    /** {@code omega.presence.online-means=iota}. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            the Iota makes its users online            | A opens, A iota 1                                   | +42
            ... also by sync                           | A opens, A sync 1                                   | +42
            a user without its Iota is offline         | A opens, A user 42                                  | ''
            a report adds nothing                      | A opens, A iota 1, A user 42                        | +42
            a goodbye takes nothing                    | A opens, A iota 1, A user 42, A no-user 42          | +42
            the Iota goes                              | A opens, A iota 1, A no-iota 1                      | +42 -42!
            the Iota goes, another Omikron has it      | A opens, B opens, A iota 1, B iota 1, A no-iota 1   | +42
            the Iota connects anew                     | A opens, A iota 1, A iota 1                         | +42
            the link ends                              | A opens, A iota 1, A iota 2, A no-iota 2, A closes  | +42 +7 -7! -42!
            sync leaves the Iota out                   | A opens, A iota 1, A sync 2                         | +42 -42! +7
            """)
    void usersAreOnlineByTheirIota(String rule, String reports, String changes) {
        PresenceScript script = new PresenceScript(OnlineMeans.IOTA);

        script.play(reports);

        assertEquals(Set.of(changes.split(" ")), Set.of(script.changes().split(" ")));
        assertEquals(leavesOnline("42", changes), script.board().isOnline(ALICE));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A opens                                                            | IOTA_OFFLINE
            A opens, A user 42 user_dnd                                        | IOTA_OFFLINE
            A opens, A iota 1                                                  | USER_OFFLINE
            A opens, A user 42 user_dnd, A iota 1, A user 42                   | USER_ONLINE
            A opens, A iota 1, A user 42                                       | USER_ONLINE
            A opens, A iota 1, A user 42 user_online                           | USER_ONLINE
            A opens, A iota 1, A user 42 user_dnd                              | USER_DND
            A opens, A iota 1, A user 42 user_idle                             | USER_IDLE
            A opens, A iota 1, A user 42 user_wc                               | USER_WC
            A opens, A iota 1, A user 42 user_invisible                        | USER_OFFLINE
            A opens, A iota 1, A user 42 user_dnd, A user 42 user_idle         | USER_IDLE
            A opens, A iota 1, A user 42 user_dnd, A no-user 42                | USER_OFFLINE
            A opens, A iota 1, A user 42 user_dnd, A no-user 42, A user 42     | USER_DND
            A opens, A iota 1, A user 42 user_dnd, A sync 1 42                 | USER_DND
            A opens, A iota 1, A user 42 user_dnd, A no-iota 1                 | IOTA_OFFLINE
            A opens, A iota 1, A user 42 user_dnd, A closes                    | IOTA_OFFLINE
            A opens, A opens, A iota 1, A user 42 user_dnd, a user 42 user_idle | USER_DND
            """)
    void profilesShow(String reports, OnlineStatus shown) {
        PresenceScript script = new PresenceScript(OnlineMeans.USER);

        script.play(reports);

        assertEquals(shown, script.board().shown(ALICE, HOME));
    }

    @Test
    void tellsWhichOmikronsHaveAnIota() {
        PresenceScript script = new PresenceScript(OnlineMeans.USER);
        script.play("B opens, A opens, B iota 1, A iota 1, A iota 2");

        assertEquals(
                List.of(new OmikronId('A'), new OmikronId('B')), script.board().omikronsOf(HOME));

        script.play("A closes");

        assertEquals(List.of(new OmikronId('B')), script.board().omikronsOf(HOME));
        assertEquals(List.of(), script.board().omikronsOf(new IotaId(2)));
    }

    @Test
    void userThatMovedHouseIsReportedByItsNewHomeOnly() {
        List<PresenceChanged> changes = new ArrayList<>();
        PresenceBoard board = new PresenceBoard(OnlineMeans.USER, changes::add);
        LinkEpoch link = board.opened(new OmikronId(1));
        board.sync(link, PresenceModelTest.withoutResidents(HOME, new IotaId(9)), Map.of(ALICE, HOME));

        board.userConnected(link, ALICE, new IotaId(9), Optional.empty());
        board.iotaDisconnected(link, HOME);
        assertTrue(board.isOnline(ALICE));

        board.userConnected(link, ALICE, new IotaId(10), Optional.empty());
        assertEquals(
                List.of(
                        new PresenceChanged(ALICE, true, PresenceChanged.Cause.REPORTED),
                        new PresenceChanged(ALICE, false, PresenceChanged.Cause.REPORTED)),
                changes);
    }

    @Test
    void removedUserIsOfflineWhoeverReportsIt() {
        Set<UserId> removed = new HashSet<>();
        List<PresenceChanged> changes = new ArrayList<>();
        for (OnlineMeans means : OnlineMeans.values()) {
            removed.clear();
            changes.clear();
            PresenceBoard board = new PresenceBoard(means, changes::add, NodeId.random(), () -> 0, removed::contains);
            LinkEpoch link = board.opened(new OmikronId(1));
            board.iotaConnected(link, HOME, Set.of(ALICE));
            board.userConnected(link, ALICE, HOME, Optional.empty());

            removed.add(ALICE);
            board.on(new UserRemoved(ALICE));
            assertEquals(
                    List.of(
                            new PresenceChanged(ALICE, true, PresenceChanged.Cause.REPORTED),
                            new PresenceChanged(ALICE, false, PresenceChanged.Cause.REPORTED)),
                    changes);

            board.userConnected(link, ALICE, HOME, Optional.of(OnlineStatus.USER_DND));
            board.sync(link, Map.of(HOME, Set.of(ALICE)), Map.of(ALICE, HOME));
            assertFalse(board.isOnline(ALICE));
            assertEquals("", board.through(ALICE));
            assertEquals(2, changes.size());
        }
    }

    @Test
    void changeShowsBeforeItIsTold() {
        List<Boolean> shown = new ArrayList<>();
        PresenceBoard[] board = new PresenceBoard[1];
        board[0] = new PresenceBoard(OnlineMeans.USER, change -> shown.add(board[0].isOnline(change.user())));
        LinkEpoch link = board[0].opened(new OmikronId(1));

        board[0].iotaConnected(link, HOME, Set.of(ALICE));
        board[0].userConnected(link, ALICE, HOME, Optional.empty());
        board[0].userDisconnected(link, ALICE);

        assertEquals(List.of(true, false), shown);
    }

    @Test
    void listenerThatFailsFailsNoReport() {
        List<PresenceChanged> changes = new ArrayList<>();
        PresenceBoard board = new PresenceBoard(OnlineMeans.USER, change -> {
            changes.add(change);
            throw new IllegalStateException("the listener is broken, on purpose");
        });
        LinkEpoch link = board.opened(new OmikronId(1));

        board.sync(link, PresenceModelTest.withoutResidents(HOME), Map.of(ALICE, HOME));
        board.closed(link);

        assertEquals(2, changes.size());
    }

    @ParameterizedTest
    @CsvSource({"USER", "both", "' '"})
    void badSettingIsRefused(String word) {
        TestConfig config = TestConfig.of("omega.presence.online-means", word);

        String message = assertThrows(IllegalArgumentException.class, () -> OnlineMeans.SETTING.in(config))
                .getMessage();

        assertEquals(
                "omega.presence.online-means (OMEGA_PRESENCE_ONLINE_MEANS) must be user or iota, not " + word, message);
    }

    /** Whether {@code changes} leave the user online. */
    private static boolean leavesOnline(String user, String changes) {
        return Arrays.stream(changes.split(" "))
                .filter(change -> change.matches("[+-]" + user + "!?"))
                .reduce("-", (former, latter) -> latter)
                .startsWith("+");
    }
}
