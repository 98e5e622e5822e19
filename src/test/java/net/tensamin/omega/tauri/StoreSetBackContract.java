package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICE;
import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static net.tensamin.omega.tauri.SessionFixture.BOB;
import static net.tensamin.omega.tauri.SessionFixture.IDENTIFY_ALICE;
import static net.tensamin.omega.tauri.SessionFixture.push;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.device.DeviceCursor;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Devices;
import net.tensamin.omega.device.Opening;
import net.tensamin.omega.device.RegistryOf;
import net.tensamin.omega.device.WrittenCursors;
import net.tensamin.omega.mailbox.StoredMailboxes;
import net.tensamin.omega.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rows that go back under a session, as a failover to a standby that lagged leaves them. */
@Timeout(180)
abstract class StoreSetBackContract {
    private static final UserId CAROL = new UserId(8);
    private static final UserId DAVE = new UserId(9);
    private static final DeviceId PHONE = DeviceId.of(ALICES_PHONE);

    private final SessionFixture fixture = new SessionFixture();
    private TestDatabase database;
    private StoredMailboxes mailboxes;

    abstract TestDatabase start();

    @BeforeEach
    void open() {
        database = start();
        database.run(entities -> {
            TestAccounts.of(entities).add(new Iota(new IotaId(1), "key"));
            for (UserId user : List.of(ALICE, BOB, CAROL, DAVE)) {
                TestAccounts.of(entities).add(new User(user, "user-" + user.value(), "key", new IotaId(1)));
            }
        });
        mailboxes = new StoredMailboxes(database, fixture::deliver);
        fixture.store = mailboxes;
        fixture.cursors = new CursorLog(new StoredDevices(), Clock.systemUTC(), new LocalBus());
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void theSessionReadsAnewTheCursorGoesBackAndPushesGoOn() {
        SessionFixture.Client phone = fixture.liveClient(ALICES_PHONE);
        mailboxes.notice(BOB, ALICE);
        mailboxes.read(ALICE, BOB, "test");
        mailboxes.notice(CAROL, ALICE);
        prove(phone);
        fixture.cursors.write();
        assertEquals(3, cursor());

        sql("update mailbox set revision = 1 where user_id = 42");
        sql("delete from pending_pair where receiver_id = 42 and sender_id = 8");
        sql("update pending_pair set amount = 1, revision = 1 where receiver_id = 42 and sender_id = 7");
        new RevisionSweep(List.of(fixture.sessions), mailboxes, new LocalBus()).sweep();
        fixture.background.runAll();
        fixture.cursors.write();
        assertEquals(List.of(push(7)), phone.stream.take());
        assertEquals(0, cursor());

        mailboxes.notice(DAVE, ALICE);
        assertEquals(List.of(push(9)), phone.stream.take());
        phone.session.lines().closed();
        fixture.cursors.write();
        SessionFixture.Client again = fixture.client(ALICES_PHONE);
        again.says(IDENTIFY_ALICE);
        fixture.background.runAll();
        assertEquals(List.of(push(7), push(9)), again.stream.lines.subList(1, 3), "nothing of it was proven");
        prove(again);
        fixture.cursors.write();
        assertEquals(2, cursor());
    }

    private long cursor() {
        return new StoredDevices().opening(ALICE, PHONE).revision();
    }

    private void sql(String statement) {
        database.run(entities ->
                assertEquals(1, entities.createNativeQuery(statement).executeUpdate(), statement));
    }

    private void prove(SessionFixture.Client client) {
        fixture.pass(Duration.ofSeconds(15));
        client.session.tick();
        client.says("{'type':'pong','data':{'last_ping':0}}");
        client.stream.take();
    }

    private final class StoredDevices extends Devices {
        @Override
        public Opening opening(UserId user, DeviceId device) {
            return database.call(entities -> RegistryOf.entities(entities).opening(user, device));
        }

        @Override
        public WrittenCursors advance(Collection<DeviceCursor> cursors) {
            return database.call(entities -> RegistryOf.entities(entities).advance(cursors));
        }

        @Override
        public Set<UserId> takeBack(Collection<UserId> users) {
            return database.call(entities -> RegistryOf.entities(entities).takeBack(users));
        }
    }
}
