package net.tensamin.omega.bench.hold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class ChildTest {
    private static final Child.Ports PORTS = new Child.Ports(40_001, 40_002);

    @Test
    void aChildSaysWhereItIsReached() throws IOException {
        assertEquals("ready 40001 40002", PORTS.line());
        assertEquals(PORTS, Child.Ports.read(new StringReader(PORTS.line() + "\n")));
    }

    @Test
    void whatAVirtualMachineSaysFirstIsPassedOver() throws IOException {
        assertEquals(PORTS, Child.Ports.read(new StringReader("[warning] large pages\nready 40001 40002\n")));
    }

    @Test
    void aChildThatEndsBeforeItIsReadyIsAFailure() {
        assertThrows(IOException.class, () -> Child.Ports.read(new StringReader("no certificate\n")));
    }
}
