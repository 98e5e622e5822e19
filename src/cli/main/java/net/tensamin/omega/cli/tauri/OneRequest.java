package net.tensamin.omega.cli.tauri;

import jakarta.json.JsonObject;
import java.io.PrintWriter;
import java.util.function.Consumer;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.client.Badges;
import net.tensamin.omega.cli.client.TauriClient;

/** A client that connects for one request, and leaves with its reply. */
final class OneRequest {
    private final TauriOptions options;
    private final EventPrinter printer;

    OneRequest(TauriOptions options, PrintWriter out) {
        this.options = options;
        this.printer = options.printer(out);
    }

    EventPrinter printer() {
        return printer;
    }

    /** @throws net.tensamin.omega.cli.Failure also if the reply is an error */
    int send(String type, JsonObject data, Consumer<Envelope> print) {
        ClientLoop loop = options.loop(unkept -> {});
        TauriClient client =
                options.client(TauriClient.Conduct.ONCE, Badges.NONE, loop, new Announcing(printer, options));
        client.errand(type, data, reply -> {
            reply.throwIfError();
            print.accept(reply);
            loop.leave();
        });
        return TauriOptions.run(loop, client);
    }
}
