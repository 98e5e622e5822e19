package net.tensamin.omega.cli.omikron;

import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import net.tensamin.omega.cli.Envelope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "omikron",
        description = {
            "Stands in for an Omikron: identifies over WSS with its X448 key, sends one command, prints the reply.",
            "Presence ends with the link that reported it, and a second link of an Omikron ends the first:"
                    + " \"session\" does several things in one link.",
            "These options come before the command: omikron --id 2 --json ping"
        },
        footer = {
            "%nWith --json, a line is Omega's reply, or the report sent, with the time:",
            "  {\"time\":\"2026-03-01T12:00:01.500Z\",\"id\":\"…\",\"type\":\"push_notification\",\"data\":{}}",
            "%nExample:",
            "  java -jar target/omega-cli.jar omikron --id 1 notify --from 7 --to 42",
            "%nSee also: listen and tauri, the other end of a notice."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class OmikronCommand implements Runnable {
    private static final String HOLD = "Keep the link open until Ctrl-C, since presence ends with it. Default: true";

    @Mixin
    private final OmikronOptions options = new OmikronOptions();

    @Spec
    private CommandSpec spec;

    private final SharedLink link = new SharedLink(options, () -> spec.commandLine());

    @Override
    public void run() {
        throw wrongArguments("Which command? Such as: omikron --id 1 notify --from 7 --to 42");
    }

    @Command(
            name = "session",
            mixinStandardHelpOptions = true,
            description = {
                "Reads commands from the standard input, one a line, and sends them all in one link.",
                "Ends with the input (Ctrl-D), with the exit code of the last command that failed, if any."
            },
            footer = {
                "%nExample:",
                "  java -jar target/omega-cli.jar omikron --id 1 session",
                "in which alice comes online, is written to (she gets no push), and goes:",
                "  iota-connected --iota 1001",
                "  user-connected --user 42",
                "  notify --from 7 --to 42",
                "  user-disconnected --user 42"
            })
    int session() {
        return session(System.in);
    }

    int session(InputStream commands) {
        return link.session(commands);
    }

    @Command(
            name = "notify",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron notify --from 7 --to 42 --count 3",
            description = "Says that one user wrote to another (a message notice).")
    void sendNotice(
            @Option(names = "--from", required = true, paramLabel = "ID", description = "The user that wrote.")
                    long from,
            @Option(names = "--to", required = true, paramLabel = "ID", description = "The user that it is for.")
                    long to,
            @Option(names = "--count", paramLabel = "N", defaultValue = "1", description = "How many times. Default: 1")
                    int count) {
        String often = count == 1 ? "" : ", " + count + " times";
        link.use(client -> {
            for (int sent = 1; sent < count; sent++) {
                client.call(OmikronRequest.notice(from, to));
            }
            link.call(
                    client,
                    OmikronRequest.notice(from, to),
                    reply -> "acknowledged: from " + from + " to " + to + often);
        });
    }

    @Command(
            name = "read",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron read --reader 42 --sender 7",
            description = "Says that a user read what another wrote.")
    void read(
            @Option(names = "--reader", required = true, paramLabel = "ID", description = "The user that read.")
                    long reader,
            @Option(names = "--sender", required = true, paramLabel = "ID", description = "The user that wrote.")
                    long sender) {
        link.call(
                OmikronRequest.read(reader, sender),
                reply -> "acknowledged: " + reader + " has read what " + sender + " wrote");
    }

    @Command(
            name = "get-notifications",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron get-notifications --user 42",
            description = "Prints what is pending for a user.")
    void getNotifications(
            @Option(names = "--user", required = true, paramLabel = "ID", description = "The user.") long user) {
        link.call(OmikronRequest.getNotifications(user), Envelope::pending);
    }

    @Command(
            name = "get-user",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron get-user --name alice",
            description = "Prints a user's profile.")
    void getUser(
            @Option(names = "--user", paramLabel = "ID", description = "The user, or") Long user,
            @Option(names = "--name", paramLabel = "NAME", description = "its name.") String name) {
        requireOne("--user and --name", user, name);
        link.call(OmikronRequest.lookUp("get_user_data", null, user, name), Envelope::members);
    }

    @Command(
            name = "get-iota",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron get-iota --user 42",
            description = "Prints an Iota, and through which Omikrons it is online.")
    void getIota(
            @Option(names = "--iota", paramLabel = "ID", description = "The Iota, or") Long iota,
            @Option(names = "--user", paramLabel = "ID", description = "one of its users, or") Long user,
            @Option(names = "--name", paramLabel = "NAME", description = "that user's name.") String name) {
        requireOne("--iota, --user and --name", iota, user, name);
        link.call(OmikronRequest.lookUp("get_iota_data", iota, user, name), Envelope::members);
    }

    @Command(
            name = "ping",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron ping",
            description = "Measures the round trip.")
    void ping() {
        link.use(client -> {
            long start = System.nanoTime();
            link.call(client, OmikronRequest.ping(), reply -> "after " + (System.nanoTime() - start) / 1_000 + " us");
        });
    }

    @Command(
            name = "iota-connected",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron iota-connected --iota 1001",
            description = "Reports an Iota online through this Omikron.")
    void iotaConnected(
            @Option(names = "--iota", required = true, paramLabel = "ID", description = "The Iota.") long iota,
            @Option(names = "--no-hold", negatable = true, defaultValue = "true", description = HOLD) boolean hold) {
        link.use(client -> {
            link.call(client, OmikronRequest.of("iota_connected", "iota_id", iota), Envelope::members);
            link.holdIf(hold, client);
        });
    }

    @Command(
            name = "iota-disconnected",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron iota-disconnected --iota 1001",
            description = "Reports an Iota no longer online through this Omikron.")
    void iotaDisconnected(
            @Option(names = "--iota", required = true, paramLabel = "ID", description = "The Iota.") long iota) {
        link.report(OmikronRequest.of("iota_disconnected", "iota_id", iota));
    }

    @Command(
            name = "user-connected",
            mixinStandardHelpOptions = true,
            footer =
                    "%nExample:%n  java -jar target/omega-cli.jar omikron user-connected --user 42 --iota 1001 --status user_dnd",
            description = "Reports a user online, which it is if its Iota is online too.")
    void userConnected(
            @Option(names = "--user", required = true, paramLabel = "ID", description = "The user.") long user,
            @Option(names = "--iota", paramLabel = "ID", description = "Report this Iota online first.") Long iota,
            @Option(
                            names = "--status",
                            paramLabel = "STATUS",
                            description = "What profiles show: user_online, user_dnd, user_idle, user_wc or"
                                    + " user_invisible.")
                    String status,
            @Option(names = "--no-hold", negatable = true, defaultValue = "true", description = HOLD) boolean hold) {
        link.use(client -> {
            if (iota != null) {
                link.call(client, OmikronRequest.of("iota_connected", "iota_id", iota), Envelope::members);
            }
            link.report(client, OmikronRequest.userConnected(user, status));
            link.holdIf(hold, client);
        });
    }

    @Command(
            name = "user-disconnected",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron user-disconnected --user 42",
            description = "Reports that a user went offline by itself.")
    void userDisconnected(
            @Option(names = "--user", required = true, paramLabel = "ID", description = "The user.") long user) {
        link.report(OmikronRequest.of("user_disconnected", "user_id", user));
    }

    @Command(
            name = "sync",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron sync --iotas 1001,1002 --users 42",
            description = "Reports all Iotas and users that are online, in place of everything reported before.")
    void sync(
            @Option(names = "--iotas", split = ",", paramLabel = "ID", description = "Iotas, separated by commas.")
                    List<Long> iotas,
            @Option(names = "--users", split = ",", paramLabel = "ID", description = "Users, separated by commas.")
                    List<Long> users,
            @Option(names = "--no-hold", negatable = true, defaultValue = "true", description = HOLD) boolean hold) {
        link.use(client -> {
            link.report(client, OmikronRequest.sync(iotas, users));
            link.holdIf(hold, client);
        });
    }

    private void requireOne(String names, Object... choices) {
        if (Arrays.stream(choices).filter(Objects::nonNull).count() != 1) {
            throw wrongArguments("Give exactly one of " + names);
        }
    }

    private ParameterException wrongArguments(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
