package net.tensamin.omega.cli;

import java.io.PrintWriter;
import net.tensamin.omega.cli.accounts.AccountCommand;
import net.tensamin.omega.cli.accounts.AccountsCommand;
import net.tensamin.omega.cli.accounts.IotaCommand;
import net.tensamin.omega.cli.accounts.Kind;
import net.tensamin.omega.cli.accounts.UserCommand;
import net.tensamin.omega.cli.device.DeviceCommand;
import net.tensamin.omega.cli.omikron.OmikronCommand;
import net.tensamin.omega.cli.operator.AuditCommand;
import net.tensamin.omega.cli.operator.DrainCommand;
import net.tensamin.omega.cli.operator.HealthCommand;
import net.tensamin.omega.cli.operator.TraceCommand;
import net.tensamin.omega.cli.operators.OperatorCommand;
import net.tensamin.omega.cli.tauri.ListenCommand;
import net.tensamin.omega.cli.tauri.PendingCommand;
import net.tensamin.omega.cli.tauri.ReadCommand;
import net.tensamin.omega.cli.tauri.TauriCommand;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: what {@code java -jar target/omega-cli.jar} runs. */
@Command(
        name = "omega-cli",
        description = "Tries and operates Omega, the push-notification server: the reference Tauri client, and a"
                + " stand-in for an Omikron; enrols, lists and revokes devices; registers users, Iotas and Omikrons; adds and removes"
                + " operators; asks a server what it does.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TauriCommand.class,
            ListenCommand.class,
            ReadCommand.class,
            PendingCommand.class,
            OmikronCommand.class,
            DeviceCommand.class,
            UserCommand.class,
            IotaCommand.class,
            AccountsCommand.class,
            OperatorCommand.class,
            HealthCommand.class,
            TraceCommand.class,
            AuditCommand.class,
            DrainCommand.class,
            GenerateCompletion.class
        },
        sortOptions = false,
        footer = {
            "%nTo try it, with Omega running (mvn package payara-micro:start), in two terminals:",
            "  java -jar target/omega-cli.jar listen --user 42",
            "  java -jar target/omega-cli.jar omikron --id 1 notify --from 7 --to 42",
            "%nCompletion, for bash and zsh:",
            "  alias omega-cli='java -jar target/omega-cli.jar'",
            "  source <(omega-cli generate-completion)"
        })
final class OmegaCli implements Runnable {

    /** Columns; so wide are the examples. */
    private static final int HELP_WIDTH = 110;

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new OmegaCli());
        Kind.ALL.forEach(
                kind -> AccountCommand.addTo(commandLine.getSubcommands().get(kind.name()), kind));
        everywhere(commandLine);
        // All numbers are ids, counts or ports.
        ITypeConverter<Long> positive = OmegaCli::positive;
        ITypeConverter<Integer> positiveInt = text -> Math.toIntExact(positive(text));
        return commandLine
                .setUsageHelpWidth(HELP_WIDTH)
                .registerConverter(long.class, positive)
                .registerConverter(Long.class, positive)
                .registerConverter(int.class, positiveInt)
                .registerConverter(Integer.class, positiveInt)
                .setParameterExceptionHandler(OmegaCli::correct)
                .setExecutionExceptionHandler(OmegaCli::explain);
    }

    private static void everywhere(CommandLine commandLine) {
        commandLine.getCommandSpec().versionProvider(new Version());
        commandLine
                .getCommandSpec()
                .usageMessage()
                .sortOptions(false)
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitCode.meanings());
        commandLine.getSubcommands().values().forEach(OmegaCli::everywhere);
    }

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        spec.commandLine().usage(out);
        out.flush();
    }

    private static int correct(ParameterException wrong, String... arguments) {
        CommandLine commandLine = wrong.getCommandLine();
        PrintWriter err = commandLine.getErr();
        err.println(EventPrinter.printable(wrong.getMessage()));
        UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("Try: " + commandLine.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static int explain(Exception thrown, CommandLine commandLine, ParseResult parsed) {
        if (thrown instanceof ParameterException wrong) {
            return correct(wrong);
        }
        PrintWriter err = commandLine.getErr();
        if (thrown instanceof Failure failure) {
            err.println(EventPrinter.printable(failure.getMessage()));
            return failure.exitCode();
        }
        err.println("This is a fault of omega-cli; please report it with what follows.");
        thrown.printStackTrace(err);
        return ExitCode.FAULT;
    }

    private static long positive(String text) {
        return Envelope.number(text)
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is not a positive number, such as 42"));
    }

    private static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = OmegaCli.class.getPackage().getImplementationVersion();
            return new String[] {"omega-cli " + (version == null ? "(unpackaged)" : version)};
        }
    }
}
