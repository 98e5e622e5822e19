package net.tensamin.omega.interop;

import java.net.InetAddress;
import net.tensamin.omega.testing.BadNetwork;
import net.tensamin.omega.testing.BadNetwork.Faults;

/** What lies between, and changes. */
final class PathRows {
    private static final String ELSEWHERE = "127.0.0.2";

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

    static void migration(Trial trial) throws Exception {
        try (StackClient client = trial.knock().identified(Trial.USER)) {
            trial.works(client);
            client.say("migrate " + ELSEWHERE);
            client.awaitEvent("migrated");
            trial.works(client);
            trial.push(client);
        }
    }
}
