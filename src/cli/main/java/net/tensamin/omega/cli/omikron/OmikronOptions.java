package net.tensamin.omega.cli.omikron;

import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.TrustOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which Omikron, which Omega; and the identified client they make. */
final class OmikronOptions {
    @Option(
            names = "--id",
            paramLabel = "ID",
            defaultValue = "1",
            description = "The Omikron to identify as. Default: ${DEFAULT-VALUE}")
    private long id;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "JSON with omikron_id and private_key (X448, base64). Default: DIR/demo/omikron-ID.json")
    private Path key;

    @Option(
            names = "--url",
            description = "Omega's endpoint for Omikrons, where it is not that of --server: wss://HOST:PORT/ws/omikron")
    private URI url;

    @Mixin
    private TrustOptions trust;

    @Option(names = "--json", description = "Print each reply as a line of JSON.")
    private boolean json;

    EventPrinter printer(PrintWriter out) {
        return new EventPrinter(out, json, Clock.systemDefaultZone());
    }

    /** Connects and identifies; the caller closes. */
    OmikronClient identify(EventPrinter printer) {
        Path file = trust.file(key, "demo", "omikron-" + id + ".json");
        OmikronKey omikronKey = OmikronKey.read(file);
        if (omikronKey.omikronId() != id) {
            throw new Failure(
                    ExitCode.USAGE, file + " is the key of Omikron " + omikronKey.omikronId() + ", --id is " + id);
        }
        URI endpoint = url != null ? url : URI.create("wss://" + trust.server().authority() + "/ws/omikron");
        OmikronClient client = OmikronClient.connect(endpoint, trust.trust(), omikronKey);
        printer.note("connected to " + endpoint + ", identified as Omikron " + id);
        return client;
    }
}
