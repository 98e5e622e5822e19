package net.tensamin.omega.presence;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.NodeId;
import net.tensamin.omega.concurrent.Interleavings;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * However threads interleave, a user is online as reports in some order make it, and the last change that the listener is told is the last that there was.
 * Public, as Lincheck makes one for each try.
 */
@Tag("interleavings")
public class PresenceBoardInterleavingsTest {
    private static final NodeId SELF = new NodeId(new UUID(0, 1));
    private static final UserId ALICE = new UserId(7);
    private static final IotaId HOME = new IotaId(1);
    private static final Set<UserId> RESIDENTS = Set.of(ALICE);
    private static final OmikronId ONE = new OmikronId(1);
    private static final OmikronId OTHER = new OmikronId(2);

    private volatile boolean told;
    private final PresenceBoard board =
            new PresenceBoard(OnlineMeans.USER, change -> told = change.online(), SELF, () -> 1);
    private final LinkEpoch one = board.opened(ONE);
    private final LinkEpoch other = board.opened(OTHER);

    static {
        new PresenceBoardInterleavingsTest().each(); // loads all classes
    }

    public PresenceBoardInterleavingsTest() {
        board.iotaConnected(one, HOME, RESIDENTS);
    }

    private void each() {
        connected();
        connectedElsewhere();
        isOnline();
        disconnected();
        iotaGone();
        iotaComes();
        listenerKnowsWhatIsSo();
    }

    @Operation
    public void connected() {
        board.userConnected(one, ALICE, HOME, Optional.empty());
    }

    @Operation
    public void connectedElsewhere() {
        board.userConnected(other, ALICE, HOME, Optional.empty());
    }

    @Operation
    public void disconnected() {
        board.userDisconnected(one, ALICE);
    }

    @Operation
    public void iotaGone() {
        board.iotaDisconnected(one, HOME);
    }

    @Operation
    public void iotaComes() {
        board.iotaConnected(one, HOME, RESIDENTS);
    }

    @Operation
    public boolean isOnline() {
        return board.isOnline(ALICE);
    }

    @Validate
    public void listenerKnowsWhatIsSo() {
        if (told != board.isOnline(ALICE)) {
            throw new IllegalStateException("told " + told + ", and it is " + !told);
        }
    }

    @Test
    void reportsCountInSomeOrder() {
        Interleavings.decided(PresenceBoardInterleavingsTest.class);
    }

    @Test
    void norOnThreadsOfTheMachine() {
        Interleavings.met(PresenceBoardInterleavingsTest.class);
    }
}
