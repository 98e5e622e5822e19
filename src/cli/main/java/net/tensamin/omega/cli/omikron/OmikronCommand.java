package net.tensamin.omega.cli.omikron;

import jakarta.json.Json;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.https.ResultOptions;
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
            "%nFor operators are add, show, list, change and remove; keygen makes a key.",
            "%nSee also: listen and tauri, the other end of a notice."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class OmikronCommand extends PresenceCommands implements Runnable {
    @Mixin
    private final OmikronOptions options = new OmikronOptions();

    @Spec
    private CommandSpec spec;

    private final SharedLink link = new SharedLink(options, () -> spec.commandLine());

    @Override
    SharedLink link() {
        return link;
    }

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
                client.call(OmikronCall.notice(from, to));
            }
            link.call(
                    client, OmikronCall.notice(from, to), reply -> "acknowledged: from " + from + " to " + to + often);
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
                OmikronCall.read(reader, sender),
                reply -> "acknowledged: " + reader + " has read what " + sender + " wrote");
    }

    @Command(
            name = "get-notifications",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron get-notifications --user 42",
            description = "Prints what is pending for a user.")
    void getNotifications(
            @Option(names = "--user", required = true, paramLabel = "ID", description = "The user.") long user) {
        link.call(OmikronCall.getNotifications(user), Envelope::pending);
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
        link.call(OmikronCall.lookUp("get_user_data", null, user, name), Envelope::members);
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
        link.call(OmikronCall.lookUp("get_iota_data", iota, user, name), Envelope::members);
    }

    @Command(
            name = "ping",
            mixinStandardHelpOptions = true,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron ping",
            description = "Measures the round trip.")
    void ping() {
        link.use(client -> {
            long start = System.nanoTime();
            link.call(client, OmikronCall.ping(), reply -> "after " + (System.nanoTime() - start) / 1_000 + " us");
        });
    }

    @Command(
            name = "keygen",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            footer = "%nExample:%n  java -jar target/omega-cli.jar omikron keygen --id 2 --out omikron-2.json",
            description = {
                "Makes an Omikron's X448 key, and prints what goes where.",
                "Needs no server. The file is for the Omikron alone; Omega gets the public key."
            })
    int keygen(
            @Option(names = "--id", required = true, paramLabel = "ID", description = "The Omikron.") long id,
            @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to write it.") Path out,
            @Mixin ResultOptions result) {
        String publicKey = OmikronKeyFile.make(id, out);
        result.print(
                spec.commandLine().getOut(),
                Json.createObjectBuilder()
                        .add("omikron_id", id)
                        .add("public_key", publicKey)
                        .add("file", out.toString()),
                publicKey,
                "the private key is in " + out
                        + ", which the Omikron reads and nobody else; to register it with Omega:",
                "  java -jar target/omega-cli.jar omikron add --id " + id + " --public-key " + publicKey);
        return ExitCode.DONE;
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
