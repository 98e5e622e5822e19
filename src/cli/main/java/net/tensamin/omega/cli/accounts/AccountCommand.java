package net.tensamin.omega.cli.accounts;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import net.tensamin.omega.cli.EventPrinter;
import net.tensamin.omega.cli.https.OmegaHttps;
import net.tensamin.omega.cli.https.OperatorOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What an operator does with accounts of a {@link Kind}, one by one: the same for each kind, with its members for options. */
@Command(mixinStandardHelpOptions = true, sortOptions = false)
public abstract class AccountCommand implements Callable<Integer> {
    final Kind kind;

    @Option(names = "--json", description = "Print each account as a line of JSON.")
    private boolean json;

    @Mixin
    private OperatorOptions operator;

    @Spec
    private CommandSpec spec;

    AccountCommand(Kind kind) {
        this.kind = kind;
    }

    /** Gives the command of a kind those for one account. */
    public static void addTo(CommandLine parent, Kind kind) {
        String words = " of " + kind.shown() + ", as an operator";
        String own = kind.example().id() + "";
        add(
                parent,
                "add",
                new AddCommand(kind),
                kind.written(),
                new String[] {
                    "Registers " + kind.shown() + ", as an operator.",
                    "One that is there and the same is left as it is."
                },
                kind.example().add());
        add(
                parent,
                "show",
                new ShowCommand(kind),
                List.of(),
                new String[] {"Prints what is registered" + words + "."},
                own);
        add(
                parent,
                "list",
                new ListCommand(kind),
                kind.filters(),
                new String[] {"Prints all " + kind.plural() + ", one a line, in order of their ids, as an operator."},
                "");
        add(
                parent,
                "change",
                new ChangeCommand(kind),
                kind.written(),
                new String[] {"Changes what is given" + words + ", and leaves the rest."},
                own + " " + kind.example().change());
        add(
                parent,
                "remove",
                new RemoveCommand(kind),
                kind.removals(),
                new String[] {"Removes " + kind.shown() + ", as an operator" + kind.removed() + "."},
                own);
    }

    private static void add(
            CommandLine parent,
            String name,
            AccountCommand command,
            List<Member> options,
            String[] description,
            String example) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(command);
        options.forEach(option -> spec.addOption(option.spec()));
        spec.usageMessage()
                .description(description)
                .footer(("%nExample:%n  java -jar target/omega-cli.jar " + command.kind.name() + " " + name + " "
                                + example)
                        .stripTrailing());
        parent.addSubcommand(name, spec);
    }

    final OmegaHttps connect() {
        return operator.connect();
    }

    final CommandSpec spec() {
        return spec;
    }

    /** Those of a command's options that were given. */
    final List<Member> given(List<Member> options) {
        return options.stream().filter(option -> value(option) != null).toList();
    }

    /** What was given; null for nothing. */
    final Object value(Member option) {
        return spec.findOption(option.option()).getValue();
    }

    final void print(JsonObject answer) {
        JsonObject account = Json.createObjectBuilder(answer).remove("status").build();
        print(account, described(account));
    }

    final void print(JsonObject result, String words) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? result : EventPrinter.printable(words));
        out.flush();
    }

    private String described(JsonObject account) {
        return account.entrySet().stream()
                .filter(member -> !member.getKey().equals(kind.idMember()))
                .map(member -> member.getKey() + " " + words(member.getValue()))
                .collect(Collectors.joining(", ", kind.name() + " " + account.get(kind.idMember()) + ": ", ""));
    }

    private static String words(JsonValue value) {
        return value instanceof JsonString text ? text.getString() : value.toString();
    }
}
