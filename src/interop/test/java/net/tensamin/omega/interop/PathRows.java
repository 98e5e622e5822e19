package net.tensamin.omega.interop;

import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import net.tensamin.omega.testing.BadNetwork;
import net.tensamin.omega.testing.BadNetwork.Faults;

/** What lies between, and changes. */
final class PathRows {
    private static final String HOME = "127.0.0.1";
    private static final String ELSEWHERE = "127.0.0.2";
    private static final int MOVES = 2;
    private static final int SERVERS_ID = 8; // bytes

    private PathRows() {}

    /** The strict server lets everybody prove their address. */
    static void retry(Trial trial) throws Exception {
        try (StackClient client = trial.knock().at(trial.strict()).identified(Trial.USER)) {
            client.ask("ping", "{'last_ping':0}");
        }
    }

    static void loss(Trial trial) throws Exception {
        try (BadNetwork network = trial.network()) {
            network.faults(new Faults(20, 0, 0, 0));
            try (StackClient client = trial.knock().at(network.address()).identified(Trial.USER)) {
                for (int push = 0; push < 10; push++) {
                    trial.works(client);
                }
            }
        }
    }

    static void newPort(Trial trial) throws Exception {
        move(trial, InetAddress.getLoopbackAddress());
    }

    static void newAddress(Trial trial) throws Exception {
        move(trial, InetAddress.getByName(ELSEWHERE));
    }

    /** The client does not know that it moves, and says something before the server can know. */
    private static void move(Trial trial, InetAddress to) throws Exception {
        try (BadNetwork network = trial.network();
                StackClient client = trial.knock().at(network.address()).identified(Trial.USER)) {
            trial.works(client);
            network.moveTo(to);
            trial.works(client);
            trial.push(client);
            network.moveTo(InetAddress.getLoopbackAddress());
            trial.works(client);
        }
    }

    /** There and back, each time with a new connection id (RFC 9000 §9.5). */
    static void migration(Trial trial) throws Exception {
        try (BadNetwork network = trial.network()) {
            network.showAddresses();
            network.record();
            try (StackClient client = trial.knock().at(network.address()).identified(Trial.USER)) {
                trial.works(client);
                for (int move = 1; move <= MOVES; move++) {
                    Set<String> before = idsUsed(network);
                    client.say("migrate " + (move % 2 == 0 ? HOME : ELSEWHERE));
                    client.awaitEvent("migrated");
                    trial.works(client);
                    trial.push(client);
                    if (before.containsAll(idsUsed(network))) {
                        throw new AssertionError("no new connection id with move " + move + ", of " + before.size());
                    }
                }
            }
        }
    }

    /** The server's ids, in packets of the client with a short header. */
    private static Set<String> idsUsed(BadNetwork network) {
        return network.recorded().stream()
                .filter(datagram -> (datagram[0] & 0x80) == 0)
                .map(datagram -> HexFormat.of().formatHex(datagram, 1, 1 + SERVERS_ID))
                .collect(Collectors.toSet());
    }
}
