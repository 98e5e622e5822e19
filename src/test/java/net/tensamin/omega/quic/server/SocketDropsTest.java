package net.tensamin.omega.quic.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SocketDropsTest {
    @Test
    void thoseOfThePortCountWhateverTheAddress() {
        Stream<String> table = Stream.of(
                "   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops",
                "  210: 0100007F:23E5 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 41 2 0000000000000000 12",
                "  211: 00000000:23E5 00000000:0000 07 00000000:00034000 00:00000000 00000000     0        0 42 2 0000000000000000 30",
                " 1211: 00000000:3E5 00000000:23E5 07 00000000:00000000 00:00000000 00000000     0        0 43 2 0000000000000000 7");

        assertEquals(42, SocketDrops.of(9189, table));
    }

    /** A directory is readable, and has no lines: as a file where no descriptor is left. */
    @Test
    void aTableThatCannotBeReadTellsNothing(@TempDir Path unreadable) {
        assertTrue(Double.isNaN(SocketDrops.of(9189, List.of(unreadable))));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatNobodyReadsIsDroppedAndCounted() throws Exception {
        try (DatagramSocket deaf = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                DatagramSocket talker = new DatagramSocket()) {
            assertEquals(0, SocketDrops.of(deaf.getLocalPort()));
            deaf.setReceiveBufferSize(4_096);
            byte[] word = new byte[1_000];
            for (int i = 0; i < 100; i++) {
                talker.send(new DatagramPacket(word, word.length, deaf.getLocalSocketAddress()));
            }

            double drops = SocketDrops.of(deaf.getLocalPort());

            assertTrue(drops > 0 && drops <= 100, "drops: " + drops);
        }
    }
}
