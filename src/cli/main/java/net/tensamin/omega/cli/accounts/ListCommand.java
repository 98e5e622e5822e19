package net.tensamin.omega.cli.accounts;

import java.util.stream.Collectors;
import net.tensamin.omega.cli.ExitCode;

final class ListCommand extends AccountCommand {
    private static final int AT_ONCE = 500;

    ListCommand(Kind kind) {
        super(kind);
    }

    @Override
    public Integer call() {
        String filters = given(kind.filters()).stream()
                .map(filter -> "&" + filter.parameter(value(filter)))
                .collect(Collectors.joining());
        connect().pages(kind.path() + "?limit=" + AT_ONCE + filters, "0", kind.plural(), this::print);
        return ExitCode.DONE;
    }
}
