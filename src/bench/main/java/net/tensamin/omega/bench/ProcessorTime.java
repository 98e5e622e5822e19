package net.tensamin.omega.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Processor time since some moment, in ticks of 10 ms (Linux, proc(5)): of the server, its database, this load, and of all
 * processes of the machine together.
 */
public record ProcessorTime(long server, long database, long load, long machine) {
    private static final double TICKS_PER_SECOND = 100;

    public static ProcessorTime read(long server, List<Long> database) throws IOException {
        return read(List.of(server), database);
    }

    static ProcessorTime read(List<Long> servers, List<Long> database) throws IOException {
        return new ProcessorTime(
                of(servers), of(database), of(ProcessHandle.current().pid()), machineTicks());
    }

    private static long of(List<Long> processes) throws IOException {
        long ticks = 0;
        for (long process : processes) {
            ticks += of(process);
        }
        return ticks;
    }

    private static long of(long process) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
            String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Long.parseLong(afterName[11]) + Long.parseLong(afterName[12]); // utime, stime
        } catch (NoSuchFileException ended) {
            return 0;
        }
    }

    private static long machineTicks() throws IOException {
        String[] cpu = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +");
        // user nice system, then idle iowait, then irq softirq steal
        return Arrays.stream(cpu, 1, 4).mapToLong(Long::parseLong).sum()
                + Arrays.stream(cpu, 6, 8).mapToLong(Long::parseLong).sum();
    }

    public ProcessorTime since(ProcessorTime earlier) {
        return new ProcessorTime(
                server - earlier.server, database - earlier.database, load - earlier.load, machine - earlier.machine);
    }

    /** Of processes that have nothing to do with this. */
    public long others() {
        return Math.max(0, machine - server - database - load);
    }

    /** What so many ticks are of one processor, in percent. */
    public static double percent(long ticks, double seconds) {
        return 100 * ticks / TICKS_PER_SECOND / seconds;
    }

    public static double micros(long ticks) {
        return ticks * 1e6 / TICKS_PER_SECOND;
    }
}
