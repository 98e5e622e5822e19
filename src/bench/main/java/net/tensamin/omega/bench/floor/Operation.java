package net.tensamin.omega.bench.floor;

import java.util.List;

/**
 * Something that a server cannot do without.
 *
 * @param aPush how often for a push
 * @param aConnect how often for a connect
 * @param micros of processor time, for each way to compute handshakes
 */
record Operation(String name, int aPush, int aConnect, List<Double> micros) {
    Operation {
        micros = List.copyOf(micros);
    }

    static double aPush(List<Operation> operations, int way) {
        return operations.stream()
                .mapToDouble(of -> of.aPush * of.micros.get(way))
                .sum();
    }

    static double aConnect(List<Operation> operations, int way) {
        return operations.stream()
                .mapToDouble(of -> of.aConnect * of.micros.get(way))
                .sum();
    }
}
