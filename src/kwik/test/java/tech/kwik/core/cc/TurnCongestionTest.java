package tech.kwik.core.cc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.packet.PacketInfo;
import tech.kwik.core.packet.ShortHeaderPacket;

class TurnCongestionTest {
    private final Counting heard = new Counting();
    private final Counting heardByKwik = new Counting();
    private final NewRenoCongestionController own = new TurnCongestion(Clock.systemUTC(), new NullLogger(), heard);
    private final NewRenoCongestionController kwiks =
            new NewRenoCongestionController(Clock.systemUTC(), new NullLogger(), heardByKwik);
    private final Random random = new Random(4);
    private long packets;

    /** How the window and what is in flight change, and how often Kwik is told. */
    @Test
    void windowIsThatOfKwik() {
        Deque<PacketInfo> inFlight = new ArrayDeque<>();
        for (int i = 0; i < 5000; i++) {
            if (own.remainingCwnd() > 0 && random.nextInt(5) > 0) {
                PacketInfo packet = packet();
                inFlight.add(packet);
                own.registerInFlight(packet.packet());
                kwiks.registerInFlight(packet.packet());
            } else if (random.nextInt(20) == 0) {
                List<PacketInfo> lost = some(inFlight);
                own.registerLost(lost);
                kwiks.registerLost(lost);
            } else {
                List<PacketInfo> acknowledged = some(inFlight);
                own.registerAcked(acknowledged);
                kwiks.registerAcked(acknowledged);
            }
            assertEquals(kwiks.getBytesInFlight(), own.getBytesInFlight());
            assertEquals(kwiks.getWindowSize(), own.getWindowSize());
            assertEquals(heardByKwik.decreases, heard.decreases);
        }
    }

    @Test
    void whatWasNeverInFlightDoesNotMakeItNegative() {
        own.registerAcked(List.of(packet()));
        assertEquals(0, own.getBytesInFlight());
    }

    private PacketInfo packet() {
        ShortHeaderPacket packet = new Sized(packets++, 1 + random.nextInt(1200));
        return new PacketInfo(Instant.now(), packet, lost -> {});
    }

    private List<PacketInfo> some(Deque<PacketInfo> packets) {
        List<PacketInfo> some = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0 && !packets.isEmpty(); i--) {
            some.add(packets.poll());
        }
        return some;
    }

    private static final class Sized extends ShortHeaderPacket {
        Sized(long number, int bytes) {
            super(Version.QUIC_version_1, new byte[8], new PingFrame());
            packetSize = bytes;
            setPacketNumber(number);
        }
    }

    private static final class Counting implements CongestionControlEventListener {
        private int decreases;

        @Override
        public void bytesInFlightIncreased(long bytes) {}

        @Override
        public void bytesInFlightDecreased(long bytes) {
            decreases++;
        }
    }
}
