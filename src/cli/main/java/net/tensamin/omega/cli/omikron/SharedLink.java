package net.tensamin.omega.cli.omikron;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import net.tensamin.omega.cli.CtrlC;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import picocli.CommandLine;

/** What Omikron commands send through: a link for each, or the one link of a session. */
final class SharedLink {
    private final OmikronOptions options;
    private final Supplier<CommandLine> omikron;

    /** That of the running session, or null. */
    private volatile OmikronClient open;

    SharedLink(OmikronOptions options, Supplier<CommandLine> omikron) {
        this.options = options;
        this.omikron = omikron;
    }

    void call(OmikronCall request, Function<Envelope, String> words) {
        use(client -> call(client, request, words));
    }

    /** Sends a request, and prints its reply in these words. */
    void call(OmikronClient client, OmikronCall request, Function<Envelope, String> words) {
        Envelope reply = client.call(request);
        printer().event(reply, words.apply(reply));
    }

    void report(OmikronCall request) {
        use(client -> report(client, request));
    }

    /** Sends a report that has no reply, and prints it. */
    void report(OmikronClient client, OmikronCall request) {
        client.report(request);
        Envelope reported = new Envelope(request.json());
        printer().event(reported, "reported: " + reported.members());
    }

    void use(Consumer<OmikronClient> action) {
        if (open != null) {
            action.accept(open);
            return;
        }
        try (OmikronClient link = options.identify(printer())) {
            action.accept(link);
        }
    }

    /** Waits until the link ends; not in a session, which waits for its own end. */
    void holdIf(boolean wanted, OmikronClient link) {
        if (!wanted || open != null) {
            return;
        }
        printer().note("holding the link, since presence ends with it; Ctrl-C ends it");
        throw CtrlC.running(link::close, () -> link.ended().join());
    }

    /** Executes the commands that the input holds, one a line; gives the exit code of the last that failed. */
    int session(InputStream input) {
        try (OmikronClient link = options.identify(printer())) {
            open = link;
            CompletableFuture<Integer> executed =
                    CompletableFuture.supplyAsync(() -> executeLines(input), SharedLink::onThreadOfItsOwn);
            link.ended().thenAccept(executed::completeExceptionally);
            return CtrlC.running(link::close, executed::join);
        } catch (CompletionException e) {
            throw e.getCause() instanceof Failure failure ? failure : e;
        } finally {
            open = null;
        }
    }

    /** Reading waits for whoever types, and the common pool has one thread on two processors. */
    private static void onThreadOfItsOwn(Runnable work) {
        Thread thread = new Thread(work, "session");
        thread.setDaemon(true);
        thread.start();
    }

    private int executeLines(InputStream input) {
        int exitCode = ExitCode.DONE;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(input, Charset.defaultCharset()))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                int code = line.isBlank()
                        ? ExitCode.DONE
                        : execute(number, line.strip().split("\\s+"));
                exitCode = code == ExitCode.DONE ? exitCode : code;
            }
            return exitCode;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int execute(int number, String... words) {
        PrintWriter err = omikron.get().getErr();
        CommandLine command = omikron.get().getSubcommands().get(words[0]);
        if (command == null || words[0].equals("session")) {
            err.println("line " + number + ": There is no command " + words[0] + " in a session");
            return ExitCode.USAGE;
        }
        StringWriter said = new StringWriter();
        int code = command.setErr(new PrintWriter(said, true)).execute(Arrays.copyOfRange(words, 1, words.length));
        if (!said.toString().isEmpty()) {
            err.print("line " + number + ": " + said);
            err.flush();
        }
        return code;
    }

    private EventPrinter printer() {
        return options.printer(omikron.get().getOut());
    }
}
