package net.tensamin.omega.interop;

import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.tensamin.omega.testing.OperatorCalls;
import net.tensamin.omega.testing.TestIdentity;

/** A sample as the only device of a user of its own, to whom two others write. */
final class SampleTrial {
    private static final AtomicLong USERS = new AtomicLong(Servers.FIRST_SENDER);

    private final long user = USERS.getAndIncrement();
    private final long friend = USERS.getAndIncrement();
    private final long other = USERS.getAndIncrement();
    private final Stack sample;
    private final Servers servers;
    private final Path directory;
    private final TestIdentity device;

    SampleTrial(Stack sample, Servers servers) throws Exception {
        this.sample = sample;
        this.servers = servers;
        this.directory = Files.createDirectories(servers.directory().resolve(sample.name()));
        this.device = servers.authority()
                .certificate("device of " + sample.name())
                .user(user)
                .forClients()
                .keys(KeyType.P_256.generate())
                .issue();
    }

    void run() throws Exception {
        try (SampleClient client = start()) {
            client.awaits("live");
            showsAmounts(client);
            reads(client);
            comesBack(client);
        }
        try (SampleClient again = start()) {
            keepsAndCatchesUp(again);
            OperatorCalls.revoke(user, device.certificate());
            again.awaitsEnd("ended: .*200.*");
        }
    }

    private void showsAmounts(SampleClient client) throws InterruptedException {
        servers.notice(friend, user);
        client.awaits(badge(friend, 1, 1));
        servers.notice(friend, user);
        client.awaits(badge(friend, 2, 2));
        servers.notice(other, user);
        client.awaits(badge(other, 1, 3));
    }

    /** Here, which the server knows by the next amount; and on another device. */
    private void reads(SampleClient client) throws Exception {
        client.says("read " + friend);
        client.awaits(badge(friend, 0, 1));
        awaitRead(friend);
        servers.notice(friend, user);
        client.awaits(badge(friend, 1, 2));
        servers.read(user, friend);
        client.awaits(badge(friend, 0, 1));
    }

    /** Not before the server asked for, with what was read meanwhile told, as nothing came since. */
    private void comesBack(SampleClient client) throws Exception {
        OperatorCalls.disconnect(user, device.certificate());
        client.awaits("away .*100 .*retry-after-ms=.*");
        client.says("read " + other);
        client.awaits(badge(other, 0, 0));
        client.awaits("live");
        awaitRead(other);
        servers.notice(other, user);
        client.awaits(badge(other, 1, 1));
        await().until(() -> proven() == mailbox().getInt("revision"));
    }

    /** What was proven is on the disk of one that was killed. */
    private void keepsAndCatchesUp(SampleClient again) throws InterruptedException {
        again.awaits(badge(other, 1, 1));
        again.awaits("live");
        servers.notice(friend, user);
        servers.notice(friend, user);
        again.awaits(badge(friend, 2, 3));
    }

    private void awaitRead(long sender) {
        await().until(() -> mailbox().getJsonArray("notifications").getValuesAs(JsonObject.class).stream()
                .noneMatch(pair -> pair.getJsonNumber("sender_id").longValue() == sender));
    }

    private JsonObject mailbox() throws Exception {
        return OperatorCalls.json("api/get/notifications/" + user);
    }

    private int proven() throws Exception {
        return OperatorCalls.json("api/operations/devices/" + user)
                .getJsonArray("devices")
                .getJsonObject(0)
                .getInt("cursor");
    }

    private static String badge(long sender, long amount, long total) {
        return "badge " + sender + " " + amount + " total " + total;
    }

    private SampleClient start() throws IOException {
        return SampleClient.start(
                sample.command(),
                List.of(
                        "--server",
                        "localhost:" + servers.usual().getPort(),
                        "--ca",
                        servers.authorityFile().toString(),
                        "--cert",
                        device.writeChain(directory.resolve("device.pem")).toString(),
                        "--key",
                        device.writeKey(directory.resolve("device.key")).toString(),
                        "--user",
                        Long.toString(user),
                        "--state",
                        directory.resolve("state.json").toString()),
                directory.resolve("errors.log"));
    }
}
