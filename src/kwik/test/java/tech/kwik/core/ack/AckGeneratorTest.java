package tech.kwik.core.ack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tech.kwik.core.common.PnSpace;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.Range;
import tech.kwik.core.send.Sender;

class AckGeneratorTest {
    private Instant now = Instant.EPOCH;
    private final AckGenerator generator = new AckGenerator(clock(), PnSpace.App, silentSinceTheEpoch(), () -> 1);

    private Clock clock() {
        return new Clock() {
            @Override
            public Instant instant() {
                return now;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
    }

    /** What it sent last was no acknowledgement, long ago. */
    private static Sender silentSinceTheEpoch() {
        return (Sender) Proxy.newProxyInstance(
                AckGeneratorTest.class.getClassLoader(),
                new Class<?>[] {Sender.class},
                (proxy, method, arguments) -> Instant.EPOCH);
    }

    private void send(long... packetNumbers) {
        for (long number : packetNumbers) {
            generator.registerAckSendWithPacket(new AckFrame(1), number);
        }
    }

    private Optional<Long> find(Range... ranges) {
        return generator.findLargest(new AckFrame(List.of(ranges)));
    }

    @Test
    void largestThatCarriedAnAcknowledgementIsFound() {
        send(3, 5, 8);
        assertEquals(Optional.of(5L), find(new Range(7L), new Range(2L, 5L)));
        assertEquals(Optional.of(8L), find(new Range(8L), new Range(2L, 5L)));
        assertEquals(Optional.empty(), find(new Range(9L), new Range(6L, 7L)));
    }

    /** Two who asked for an acknowledgement of each acknowledgement would never come to rest (RFC 9000 §13.2.4). */
    @Test
    void manyAcknowledgementsWantOneInReturnAndFewDoNot() {
        now = now.plusSeconds(10);
        for (long number = 1; number < 20; number++) {
            send(number);
            assertFalse(generator.wantsAckFromPeer(), "after " + number);
        }
        send(20);
        assertTrue(generator.wantsAckFromPeer());

        generator.process(new AckFrame(20));
        now = now.plusSeconds(10);
        send(21);
        assertFalse(generator.wantsAckFromPeer());
    }

    @Test
    void claimToHaveReceivedBillionsOfPacketsCostsNothing() {
        assertEquals(Optional.empty(), find(new Range(0L, Long.MAX_VALUE >> 2)));
        send(3, 5, 8);
        assertEquals(Optional.of(8L), find(new Range(0L, Long.MAX_VALUE >> 2)));
    }
}
