package net.tensamin.omega.tauri;

import static net.tensamin.omega.tauri.SessionFixture.ALICES_PHONE;
import static net.tensamin.omega.tauri.SessionFixture.BOB;
import static net.tensamin.omega.tauri.SessionFixture.IDENTIFY_ALICE;
import static net.tensamin.omega.tauri.SessionFixture.push;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.util.List;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Opening;
import org.junit.jupiter.api.Test;

/** A session that could not claim its device at once (SPEC §3): by the time that it can, its client may have another one, on another node. */
class LateClaimTest {
    private static final String PING = "{'type':'ping','data':{'last_ping':-1}}";

    private final SessionFixture fixture = new SessionFixture();
    private int claims;
    private boolean shared = true;

    private SessionFixture.Client identifiedWhileNothingCanBeClaimed() {
        fixture.change(BOB, 1);
        fixture.cursors = new Claims();
        fixture.devices.failure = new IllegalStateException("no database");
        SessionFixture.Client client = fixture.client(ALICES_PHONE);
        client.says(IDENTIFY_ALICE);
        fixture.background.runNext();
        fixture.devices.failure = null;
        return client;
    }

    @Test
    void aClientThatIsGoneClaimsNothing() {
        SessionFixture.Client client = identifiedWhileNothingCanBeClaimed();

        fixture.background.runNext();
        fixture.background.runNext();

        assertEquals(0, claims);
        assertEquals(PING, client.stream.lines.get(client.stream.lines.size() - 1));
    }

    @Test
    void oneThatAnswersHasItsDeviceAtTheNextAttempt() {
        SessionFixture.Client client = identifiedWhileNothingCanBeClaimed();
        client.stream.take();
        fixture.background.runNext();

        client.says("{'type':'pong','data':{'last_ping':-1}}");
        fixture.background.runNext();

        assertEquals(1, claims);
        assertEquals(List.of(push(7)), client.stream.lines);
    }

    @Test
    void aSingleNodeAsksNothingAsItKnowsWhichSessionIsTheLater() {
        shared = false;
        SessionFixture.Client client = identifiedWhileNothingCanBeClaimed();
        client.stream.take();

        fixture.background.runNext();

        assertEquals(List.of(push(7)), client.stream.lines);
    }

    private final class Claims extends CursorLog {
        private Claims() {
            super(fixture.devices, Clock.systemUTC(), new LocalBus());
        }

        @Override
        public Opening open(UserId user, DeviceId device) {
            Opening opening = super.open(user, device);
            claims++;
            return opening;
        }

        @Override
        public boolean areShared() {
            return shared;
        }
    }
}
