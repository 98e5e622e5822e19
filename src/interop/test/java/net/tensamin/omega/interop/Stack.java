package net.tensamin.omega.interop;

import java.util.List;
import java.util.Set;

/**
 * A QUIC stack with the command that runs its client.
 *
 * @param version of the stack, and of what computes its handshakes
 * @param foreign whether nothing of it is in the server
 * @param lacks rows that it cannot do; its client says why
 * @param skipped why it is not run at all, empty if it is
 */
record Stack(String name, String version, boolean foreign, List<String> command, Set<Row> lacks, String skipped) {

    Stack {
        command = List.copyOf(command);
        lacks = Set.copyOf(lacks);
        if (command.isEmpty() == skipped.isEmpty()) {
            throw new IllegalArgumentException(name + " is either run by a command or skipped for a reason");
        }
    }

    static Stack skipped(String name, String why) {
        return new Stack(name, "", true, List.of(), Set.of(), why);
    }

    boolean runs() {
        return skipped.isEmpty();
    }
}
