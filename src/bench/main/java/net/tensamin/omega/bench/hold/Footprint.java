package net.tensamin.omega.bench.hold;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds (Linux, proc(5)).
 *
 * @param rssKib resident memory; of Java after its garbage is collected
 * @param heapBytes objects of Java that are reachable
 */
record Footprint(long rssKib, OptionalLong heapBytes, int threads) {
    private static final Pattern RSS = Pattern.compile("^Rss: +(\\d+) kB$", Pattern.MULTILINE);
    private static final Pattern TOTAL = Pattern.compile("^Total +\\d+ +(\\d+)$", Pattern.MULTILINE);

    static Footprint of(long process, boolean java) throws IOException, InterruptedException {
        OptionalLong heap = java ? OptionalLong.of(collect(process)) : OptionalLong.empty();
        Path proc = Path.of("/proc", Long.toString(process));
        long rss = rssKib(Files.readString(proc.resolve("smaps_rollup")));
        try (Stream<Path> threads = Files.list(proc.resolve("task"))) {
            return new Footprint(rss, heap, (int) threads.count());
        }
    }

    /** Twice, so that what waits for a finalizer or cleaner goes too. */
    private static long collect(long process) throws IOException, InterruptedException {
        jcmd(process, "GC.run");
        jcmd(process, "GC.run_finalization");
        return heapBytes(jcmd(process, "GC.class_histogram"));
    }

    private static String jcmd(long process, String command) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process asking = new ProcessBuilder(jcmd, Long.toString(process), command)
                .redirectError(Redirect.INHERIT)
                .start();
        String answer = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (asking.waitFor() != 0) {
            throw new IOException("jcmd " + command + ": " + answer);
        }
        return answer;
    }

    static long rssKib(String smapsRollup) {
        return number(RSS, smapsRollup);
    }

    static long heapBytes(String histogram) {
        return number(TOTAL, histogram);
    }

    private static long number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text.replace("\r", ""));
        if (!found.find()) {
            throw new IllegalArgumentException("no line like " + pattern + " in: " + text);
        }
        return Long.parseLong(found.group(1));
    }
}
