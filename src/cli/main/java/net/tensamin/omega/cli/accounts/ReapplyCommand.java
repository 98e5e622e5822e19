package net.tensamin.omega.cli.accounts;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.https.OmegaHttps;
import net.tensamin.omega.cli.https.OperatorOptions;
import net.tensamin.omega.cli.https.ResultOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "reapply",
        description = {
            "Removes and revokes again, as an operator, what an audit log says was removed and revoked:",
            "for use after a backup was restored, which has the users, devices and operators of its time. An operator who was added again after the removal stays.",
            "What is removed or revoked already stays so: a log may be longer than needed, and given again."
        },
        footer = {
            "%nWith --json:",
            "  {\"removed\":2,\"revoked\":1,\"operators\":0,\"certificates\":1,\"failed\":0,\"other_lines\":0}",
            "%nExample:",
            "  java -jar target/omega-cli.jar accounts reapply data/audit.log.2026-11-28 data/audit.log"
        },
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReapplyCommand implements Callable<Integer> {
    private static final String AGAIN = "?again=true";
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int LONGEST_WAIT_SECONDS = 60;

    @Parameters(
            paramLabel = "AUDIT-FILE",
            arity = "1..*",
            description = "What omega.audit.file names, and the files of earlier days beside it.")
    private List<Path> files;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            defaultValue = "1970-01-01T00:00:00Z",
            description = "Only what was done since then, such as 2026-11-29T06:00:00Z. Default: all")
    private Instant since;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    private boolean dry;

    @Mixin
    private OperatorOptions operator;

    @Mixin
    private ResultOptions result;

    @Spec
    private CommandSpec spec;

    private int failed;

    @Override
    public Integer call() throws InterruptedException {
        AuditLog log = new AuditLog(since);
        files.forEach(log::read);
        Map<Kind, List<String>> todo = todo(log);
        JsonObjectBuilder json = Json.createObjectBuilder();
        List<String> words = new ArrayList<>();
        OmegaHttps https = dry ? null : operator.connect();
        for (Kind kind : Kind.values()) {
            int done = dry ? todo.get(kind).size() : done(https, todo.get(kind));
            json.add(kind.member, done);
            words.add(done + " " + kind.words);
        }
        json.add("failed", failed).add("other_lines", log.foreign());
        result.print(
                spec.commandLine().getOut(),
                json,
                (dry ? "to do: " : "done: ") + String.join(", ", words) + ", " + failed + " failed; " + log.foreign()
                        + " lines were of no audit log");
        return failed == 0 ? ExitCode.DONE : ExitCode.ERROR_REPLY;
    }

    /** What was done and is done again, in this order. */
    private enum Kind {
        USERS("removed", "removed users"),
        DEVICES("revoked", "revoked devices"),
        OPERATORS("operators", "removed operators"),
        CERTIFICATES("certificates", "revoked certificates of operators");

        private final String member;
        private final String words;

        Kind(String member, String words) {
            this.member = member;
            this.words = words;
        }
    }

    /** Below the calls of operators. */
    private static Map<Kind, List<String>> todo(AuditLog log) {
        return Map.of(
                Kind.USERS,
                log.users().stream().map(user -> "users/" + user + AGAIN).toList(),
                Kind.DEVICES,
                log.devices().stream()
                        .map(each -> "devices/" + each.user() + "/" + each.device() + AGAIN)
                        .toList(),
                Kind.OPERATORS,
                log.operators().entrySet().stream()
                        .map(each -> operator(each.getKey()) + "?again=" + OmegaHttps.encoded("" + each.getValue()))
                        .toList(),
                Kind.CERTIFICATES,
                log.certificates().stream()
                        .map(each -> operator(each.operator()) + "/certificates/" + each.id() + AGAIN)
                        .toList());
    }

    private static String operator(String name) {
        return "operators/" + OmegaHttps.segment(name);
    }

    private int done(OmegaHttps https, List<String> calls) throws InterruptedException {
        int done = 0;
        for (String call : calls) {
            done += done(https, call);
        }
        return done;
    }

    /** @return 1, or 0 if it failed; what is after it is done all the same */
    private int done(OmegaHttps https, String what) throws InterruptedException {
        HttpResponse<String> answer = patiently(https, what);
        if (answer.statusCode() == 200) {
            return 1;
        }
        failed++;
        PrintWriter err = spec.commandLine().getErr();
        err.println(what.replaceAll("[?].*", "") + ": Omega answered " + answer.statusCode() + ": "
                + answer.body().strip());
        err.flush();
        return 0;
    }

    /** Operators have a rate, as everybody has. */
    private static HttpResponse<String> patiently(OmegaHttps https, String what) throws InterruptedException {
        HttpResponse<String> answer = delete(https, what);
        while (answer.statusCode() == TOO_MANY_REQUESTS) {
            long seconds = answer.headers().firstValueAsLong("Retry-After").orElse(1);
            if (seconds > LONGEST_WAIT_SECONDS) {
                throw new Failure(ExitCode.ERROR_REPLY, "Omega asks to wait for " + seconds + " s");
            }
            Thread.sleep(seconds * 1_000);
            answer = delete(https, what);
        }
        return answer;
    }

    private static HttpResponse<String> delete(OmegaHttps https, String what) {
        return https.send(https.request("api/operations/" + what).DELETE().build());
    }
}
