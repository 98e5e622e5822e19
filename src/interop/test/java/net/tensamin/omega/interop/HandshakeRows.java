package net.tensamin.omega.interop;

import java.util.function.Consumer;
import net.tensamin.omega.testing.BadNetwork;

/** What client and server agree on, and how the client shows who it is. */
final class HandshakeRows {
    private HandshakeRows() {}

    /** Nothing but this group is offered, except by stacks that offer what they prefer in one piece. */
    static void group(Trial trial, String group) throws Exception {
        try (StackClient client = trial.knock().with("groups", group).identified(Trial.USER)) {
            client.agreedOn(group, trial.saysGroup());
            trial.works(client);
        }
    }

    /** The strict server has no X25519, for which alone there is a share; but P-384. */
    static void helloRetry(Trial trial) throws Exception {
        Knock knock = trial.knock().at(trial.strict()).with("groups", "X25519,P-384");
        try (StackClient client = knock.identified(Trial.USER)) {
            client.ask("ping", "{'last_ping':0}");
        }
    }

    /** Of the two groups the strict server has the one for which there is no share. */
    static void helloRetryToHybrid(Trial trial) throws Exception {
        Knock knock = trial.knock().at(trial.strict()).with("groups", "X25519,X25519MLKEM768");
        try (StackClient client = knock.identified(Trial.USER)) {
            client.agreedOn("X25519MLKEM768", trial.saysGroup());
            client.ask("ping", "{'last_ping':0}");
        }
    }

    static void key(Trial trial, KeyType type) throws Exception {
        Knock knock = trial.knock().showing(trial.device(type));
        try (StackClient client = knock.identified(Trial.USER)) {
            trial.works(client);
        }
    }

    static void longHello(Trial trial) throws Exception {
        longHello(trial, network -> {});
        longHello(trial, BadNetwork::turnRound);
        longHello(trial, network -> network.loseAfter(1));
    }

    private static void longHello(Trial trial, Consumer<BadNetwork> fault) throws Exception {
        try (BadNetwork network = trial.network()) {
            fault.accept(network);
            Knock knock = trial.knock().at(network.address()).with("hello", "long");
            try (StackClient client = knock.identified(Trial.USER)) {
                client.ask("ping", "{'last_ping':0}");
            }
        }
    }
}
