package net.tensamin.omega;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the simulation runs in virtual time, from one seed, takes no time and no chance of its own: only what the container calls to make a bean does
 * ({@code @Inject}, {@code @Produces}), and gives it on. Nor does it take threads of its own, or an order that is another one in each virtual machine.
 */
@AnalyzeClasses(packages = "net.tensamin.omega", importOptions = ArchitectureTest.OfTheServer.class)
class SourcesOfChanceTest {
    private static final Set<String> SIMULATED = Set.of(
            "account",
            "badge",
            "cluster",
            "concurrent",
            "device",
            "limits",
            "longpoll",
            "mailbox",
            "omikron",
            "presence",
            "push",
            "tauri",
            "threads",
            "trace");

    /** Those that may, each with the reason. A whole class is one of input and output that the simulation has its own of. */
    private static final Map<String, String> EXCEPTIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("BlockingThreads.<init>", "it is the threads, and the simulation has its own"),
            Map.entry("DeviceId.<clinit>", "names devices at their enrolment, which is not simulated"),
            Map.entry("HazelcastBus", "the grid"),
            Map.entry("LifetimeLog.<init>", "how often a failure is logged"),
            Map.entry("NodeId.random", "the name of a node, which simulated ones are given"),
            Map.entry("OmikronCodec.<clinit>", "a table that is only looked up in"),
            Map.entry("OmikronCodec.newId", "comes back as it went, and nobody reads it"),
            Map.entry("OmikronResource", "HTTPS"),
            Map.entry("Row.<clinit>", "so that nobody can tell which addresses share a bucket of RateTable"),
            Map.entry("SessionDrain.sleeping", "how a server waits; the simulation has its own"),
            Map.entry("SessionJournal.<init>", "how often a failure is logged"),
            Map.entry("TauriCodec.<clinit>", "a table that is only looked up in"),
            Map.entry("TauriCodec.newId", "comes back as it went, and nobody reads it"),
            Map.entry("X448Challenge.<clinit>", "nobody may guess a challenge, and which one it is decides nothing")));

    /** Fields with what has no hash but that of its identity, which decides nothing there; each with the reason. */
    private static final Map<String, String> UNORDERED = new TreeMap<>(Map.ofEntries(
            Map.entry("BatchedPairs.changed", "in the order of arrival"),
            Map.entry("HazelcastBus.listeners", "in the order of the constants"),
            Map.entry("HeldNotices.byAge", "in the order of arrival"),
            Map.entry("HeldNotices.byReceiver", "in the order of arrival"),
            Map.entry("OmikronCodec.REPORTABLE", "is only looked up in"),
            Map.entry("OmikronLinks.connections", "in the order of arrival"),
            Map.entry("Prefix.ranked", "in the order of what they hold"),
            Map.entry("SessionJournal.closesByCode", "in the order of the constants"),
            Map.entry("StrangerLedger.byKind", "in the order of the constants"),
            Map.entry("StrangerLedger.ranked", "in the order of what they hold"),
            Map.entry("SubmissionQueue.waiting", "in the order of arrival")));

    private static final List<Pattern> CHANCE = Stream.of(
                    "java\\.util\\.UUID\\.randomUUID",
                    "java\\.util\\.Random\\.<init>",
                    "java\\.util\\.SplittableRandom\\.<init>",
                    "java\\.util\\.concurrent\\.ThreadLocalRandom\\..*",
                    "java\\.security\\.SecureRandom\\.(<init>|getInstance.*)",
                    "java\\.lang\\.Math\\.random",
                    "java\\.lang\\.System\\.(nanoTime|currentTimeMillis|identityHashCode)",
                    "java\\.util\\.IdentityHashMap\\.<init>",
                    "java\\.time\\.Clock\\.(system|tick(Millis|Seconds|Minutes)).*",
                    "java\\.util\\.concurrent\\.(Executors|ForkJoinPool)\\..*",
                    "java\\.util\\.concurrent\\.(Scheduled)?ThreadPoolExecutor\\.<init>",
                    "java\\.util\\.Timer\\.<init>",
                    "java\\.lang\\.Thread\\.<init>",
                    "java\\.util\\.concurrent\\.CompletableFuture\\.(orTimeout|completeOnTimeout|delayedExecutor)",
                    "java\\.util\\..*\\.parallel(Stream)?",
                    "java\\.util\\.(Set|Map)\\.(copyOf|ofEntries)",
                    "java\\.util\\.stream\\.Collectors\\.toUnmodifiable(Set|Map)")
            .map(Pattern::compile)
            .toList();

    private record Use(JavaCodeUnit by, String owner, String member, List<JavaClass> parameters) {
        private String place() {
            return by.getOwner().getSimpleName() + "." + by.getName();
        }

        private boolean isOfTheContainer() {
            return by.isAnnotatedWith(Inject.class) || by.isAnnotatedWith(Produces.class);
        }

        private boolean isChance() {
            String name = owner + "." + member;
            return CHANCE.stream().anyMatch(each -> each.matcher(name).matches())
                    || name.matches("java\\.time\\..*\\.now") && parameters.isEmpty()
                    || name.matches("java\\.util\\.concurrent\\.Completable.*Async")
                            && parameters.stream().noneMatch(given -> given.isEquivalentTo(Executor.class))
                    || name.equals("java.util.Set.of") && !hasOneOrNone(parameters, 1)
                    || name.equals("java.util.Map.of") && !hasOneOrNone(parameters, 2);
        }

        /** An array may have many. */
        private static boolean hasOneOrNone(List<JavaClass> parameters, int one) {
            return parameters.size() <= one && parameters.stream().noneMatch(JavaClass::isArray);
        }

        @Override
        public String toString() {
            return place() + ": " + owner + "." + member;
        }
    }

    private static Stream<JavaClass> simulated(JavaClasses all) {
        return all.stream().filter(type -> SIMULATED.stream()
                .anyMatch(component -> type.getPackageName().equals("net.tensamin.omega." + component)));
    }

    @ArchTest
    void whatIsSimulatedTakesItsClocksAndItsChanceFromOutside(JavaClasses all) {
        Set<String> met = new TreeSet<>();
        Set<String> wrong = new TreeSet<>();
        simulated(all).flatMap(SourcesOfChanceTest::uses).filter(Use::isChance).forEach(use -> {
            String type = use.place().substring(0, use.place().indexOf('.'));
            String exception = EXCEPTIONS.containsKey(type) ? type : use.place();
            if (EXCEPTIONS.containsKey(exception)) {
                met.add(exception);
            } else if (!use.isOfTheContainer()) {
                wrong.add(use.toString());
            }
        });
        assertEquals(Set.of(), wrong);
        assertEquals(EXCEPTIONS.keySet(), met, "an exception that nothing needs");
    }

    private static Stream<Use> uses(JavaClass type) {
        Stream<Use> calls = type.getCodeUnitCallsFromSelf().stream()
                .map(call -> new Use(
                        call.getOrigin(),
                        call.getTargetOwner().getName(),
                        call.getTarget().getName(),
                        call.getTarget().getRawParameterTypes()));
        Stream<Use> references = type.getCodeUnitReferencesFromSelf().stream()
                .map(reference -> new Use(
                        reference.getOrigin(),
                        reference.getTargetOwner().getName(),
                        reference.getTarget().getName(),
                        reference.getTarget().getRawParameterTypes()));
        return Stream.concat(calls, references);
    }

    @ArchTest
    void whatHasNoHashOfItsOwnIsInNoSetWhoseOrderDecides(JavaClasses all) {
        Set<String> found = new TreeSet<>();
        simulated(all).flatMap(type -> type.getFields().stream()).forEach(field -> {
            if (hashed(field.getType()).anyMatch(SourcesOfChanceTest::hashesByIdentity)) {
                found.add(name(field));
            }
        });
        assertEquals(UNORDERED.keySet(), found, "sets and maps of what has no hash of its own");
    }

    private static String name(JavaField field) {
        return field.getOwner().getSimpleName() + "." + field.getName();
    }

    /** What sets and maps have, or have as keys, in a type or within it. */
    private static Stream<JavaClass> hashed(JavaType type) {
        if (!(type instanceof JavaParameterizedType parameterized)) {
            return Stream.of();
        }
        List<JavaType> arguments = parameterized.getActualTypeArguments();
        JavaClass raw = type.toErasure();
        boolean keyed = raw.isAssignableTo(Set.class) || raw.isAssignableTo(Map.class);
        Stream<JavaClass> own = keyed ? Stream.of(arguments.get(0).toErasure()) : Stream.of();
        return Stream.concat(own, arguments.stream().flatMap(SourcesOfChanceTest::hashed));
    }

    private static boolean hashesByIdentity(JavaClass type) {
        return type.getPackageName().startsWith("net.tensamin.omega")
                && !type.isRecord()
                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                && type.tryGetMethod("hashCode").isEmpty();
    }
}
