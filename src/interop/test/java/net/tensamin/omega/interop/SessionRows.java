package net.tensamin.omega.interop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** What a session is for. */
final class SessionRows {
    private static final int REQUESTS = 2_000;
    private static final int AT_ONCE = 16;
    static final int UPDATES = 6;

    private SessionRows() {}

    /** A push, its proof, a read here and one elsewhere; what was proven does not come again. */
    static void session(Trial trial) throws Exception {
        Knock knock = trial.knock();
        try (StackClient client = knock.identified(Trial.USER)) {
            trial.push(client);
            readHere(trial, client);
            trial.push(client);
            trial.readElsewhere();
            client.awaitAbout("read_notification", trial.sender());
            prove(client);
        }
        try (StackClient again = knock.identified(Trial.USER)) {
            String id = again.request("ping", "{'last_ping':0}");
            again.await("an answer and nothing before it", message -> {
                if (StackClient.isAbout(message, trial.sender())) {
                    throw new AssertionError("sent again: " + message);
                }
                return StackClient.is(message, "id", id);
            });
        }
    }

    /** Is answered, and told to all sessions, in any order. */
    private static void readHere(Trial trial, StackClient client) {
        String id = client.request("read_notification", "{'sender_id':'" + trial.sender() + "'}");
        Set<String> missing = new HashSet<>(Set.of("success", "read_notification"));
        client.await("an answer and a notification of the read", message -> {
            if (StackClient.is(message, "id", id) || StackClient.isAbout(message, trial.sender())) {
                missing.remove(message.getString("type"));
            }
            return missing.isEmpty();
        });
    }

    /** A ping of the server whose pong has arrived proves what was written before it. */
    private static void prove(StackClient client) {
        client.await("a ping", message -> StackClient.is(message, "type", "ping"));
        client.ask("ping", "{'last_ping':0}");
    }

    /** One stack at a time: it is one device, whose newer session replaces the older. */
    static synchronized void keyThatOmegaWrote(Trial trial) throws Exception {
        Knock knock = trial.knock()
                .showing(
                        trial.keysOfOmega().resolve("user-42.pem"),
                        trial.keysOfOmega().resolve("user-42.key"));
        try (StackClient client = knock.identified(Trial.USER)) {
            trial.works(client);
        }
    }

    /** Long enough for stacks that update their keys to do so. */
    static void requests(Trial trial) throws Exception {
        try (StackClient client = trial.knock().identified(Trial.USER)) {
            Deque<String> open = new ArrayDeque<>();
            for (int request = 0; request < REQUESTS; request++) {
                open.add(client.request("ping", "{'last_ping':0}"));
                if (open.size() == AT_ONCE) {
                    client.answer(open.remove());
                }
                if (request == REQUESTS / 2) {
                    trial.write();
                }
            }
            while (!open.isEmpty()) {
                client.answer(open.remove());
            }
            trial.push(client);
        }
    }

    /** One after the other, with nothing but a request and a push between them (RFC 9001 §6.1). */
    static void keyUpdates(Trial trial) throws Exception {
        try (StackClient client = trial.knock().identified(Trial.USER)) {
            trial.works(client);
            for (int update = 0; update < UPDATES; update++) {
                client.say("update-keys");
                client.awaitEvent("updated");
                trial.works(client);
            }
        }
    }

    /** Flow control in small steps: a push is longer than the window. */
    static void smallWindows(Trial trial) throws Exception {
        try (StackClient client = trial.knock().with("window", 64).identified(Trial.USER)) {
            for (int push = 0; push < 10; push++) {
                trial.works(client);
            }
        }
    }
}
