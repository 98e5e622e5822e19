package net.tensamin.omega.faults;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import net.tensamin.omega.testing.BadgeDevice;
import net.tensamin.omega.testing.OmikronClient;

/** A running system with its database, on which a fault can be made. */
interface Scene extends AutoCloseable {
    /** As the table has it. */
    String database();

    int nodes();

    /** Of a node that lives through every fault. */
    URI https();

    /** A link to that node. */
    OmikronClient omikron() throws GeneralSecurityException, IOException, InterruptedException;

    /** A device of a user, which connects to that node. */
    BadgeDevice device(long user);

    /** The status of that node's {@code /health/ready}. */
    int readiness();

    @Override
    void close() throws IOException;
}
