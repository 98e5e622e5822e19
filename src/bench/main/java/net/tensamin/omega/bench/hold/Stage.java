package net.tensamin.omega.bench.hold;

import net.tensamin.omega.bench.ProcessorTime;

/**
 * A while of one kind of work.
 *
 * @param operations connects or pushes that were completed
 */
record Stage(double seconds, ProcessorTime processor, long operations) {

    /** Of one processor. */
    double serverPercent() {
        return ProcessorTime.percent(processor.server(), seconds);
    }

    double loadPercent() {
        return ProcessorTime.percent(processor.load(), seconds);
    }

    double othersPercent() {
        return ProcessorTime.percent(processor.others(), seconds);
    }

    double perSecond() {
        return operations / seconds;
    }

    double serverMicrosPerOperation() {
        return ProcessorTime.micros(processor.server()) / operations;
    }

    /** Without what the server would have used anyway. */
    double serverMicrosPerOperationOver(double idlePercent) {
        return serverMicrosPerOperation() - idlePercent / 100 * seconds * 1e6 / operations;
    }
}
