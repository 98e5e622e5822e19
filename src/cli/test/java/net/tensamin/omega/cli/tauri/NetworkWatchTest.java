package net.tensamin.omega.cli.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkWatchTest {

    @Test
    void anotherAddressIsAChangeAndSoIsOneAfterNone() {
        Iterator<String> addresses =
                List.of("a", "a", "b", "no way there", "no way there", "b", "b").iterator();
        NetworkWatch watch = NetworkWatch.of(addresses::next);
        List<Boolean> changes = new ArrayList<>();
        while (addresses.hasNext()) {
            changes.add(watch.changed());
        }
        assertEquals(List.of(false, true, false, false, true, false), changes);
    }

    @Test
    void theWayToThisMachineStays() {
        NetworkWatch watch = NetworkWatch.towards(TauriServer.at("127.0.0.1", 9189, null));
        assertFalse(watch.changed());
    }
}
