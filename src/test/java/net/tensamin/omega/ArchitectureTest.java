package net.tensamin.omega;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import jakarta.ejb.Stateless;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.http.RoleFilter;
import net.tensamin.omega.operations.StartReport;
import net.tensamin.omega.operations.audit.AuditFilter;
import net.tensamin.omega.testing.SitePage;
import net.tensamin.omega.threads.Timers;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Holds the map of components: what each may import, and which technology stays in which. */
@AnalyzeClasses(packages = "net.tensamin.omega", importOptions = ArchitectureTest.OfTheServer.class)
class ArchitectureTest {
    private static final String ROOT = "net.tensamin.omega.";
    private static final String EVERYTHING = "net.tensamin.omega..";

    /** What any component may import. */
    private static final Set<String> COMMON =
            Set.of("metrics", "configuration", "limits", "threads", "concurrent", "outage");

    /** What each component may import besides; {@code operations} may import any. */
    private static final Map<String, Set<String>> IMPORTS = Map.ofEntries(
            Map.entry("metrics", Set.of()),
            Map.entry("configuration", Set.of()),
            Map.entry("trace", Set.of("account")),
            Map.entry("limits", Set.of()),
            Map.entry("threads", Set.of()),
            Map.entry("concurrent", Set.of()),
            Map.entry("outage", Set.of()),
            Map.entry("account", Set.of()),
            Map.entry("badge", Set.of("account")),
            Map.entry("cluster", Set.of("account")),
            Map.entry("embedded", Set.of()),
            Map.entry("store", Set.of("embedded")),
            Map.entry("device", Set.of("account", "cluster")),
            Map.entry("trust", Set.of()),
            Map.entry("pki", Set.of("trust")),
            Map.entry("operator", Set.of("account", "cluster", "device")),
            Map.entry("enrolment", Set.of("account", "device", "operator", "pki", "trust")),
            Map.entry("guard", Set.of("account", "http")),
            Map.entry("http", Set.of("account", "device", "operator", "pki", "trust")),
            Map.entry("quic", Set.of("pki", "trust")),
            Map.entry("presence", Set.of("account", "cluster")),
            Map.entry("mailbox", Set.of("account", "badge", "cluster", "presence", "trace")),
            Map.entry("websocket", Set.of()),
            Map.entry("omikron", Set.of("account", "badge", "presence", "mailbox", "pki", "registry", "websocket")),
            Map.entry("tauri", Set.of("account", "badge", "cluster", "device", "quic", "trace")),
            Map.entry("push", Set.of("account", "badge", "cluster", "trace")),
            Map.entry("longpoll", Set.of("account", "badge", "device", "http", "mailbox", "tauri")),
            Map.entry("canary", Set.of("account", "device", "enrolment", "mailbox", "quic")),
            Map.entry("registry", Set.of("account", "cluster")),
            Map.entry("description", Set.of("account", "http")),
            Map.entry("demo", Set.of("account", "pki")));

    @ArchTest
    void componentsImportOnlyWhatTheMapAllows(JavaClasses all) {
        for (String component : IMPORTS.keySet()) {
            String[] allowed = Stream.of(Set.of(component), COMMON, IMPORTS.get(component))
                    .flatMap(Set::stream)
                    .map(name -> ROOT + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + component + "..")
                    .should()
                    .dependOnClassesThat(resideInAPackage(EVERYTHING).and(not(resideInAnyPackage(allowed))))
                    .allowEmptyShould(true)
                    .check(all);
        }
    }

    @ArchTest
    void everyPackageIsAComponentOfTheMap(JavaClasses all) {
        Set<String> components = all.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> name.startsWith(ROOT))
                .map(name -> name.substring(ROOT.length()).split("\\.")[0])
                .collect(Collectors.toCollection(TreeSet::new));
        components.removeAll(IMPORTS.keySet());
        assertEquals(Set.of("operations"), components);
    }

    @ArchTest
    void mapOnTheArchitecturePageIsThisOne(JavaClasses all) throws IOException {
        Map<String, Set<String>> page = new TreeMap<>();
        Pattern.compile("(?m)^\\| `([a-z]+)` \\| .* \\| ?([a-z, ]*) ?\\|$")
                .matcher(new SitePage("architecture.md").text())
                .results()
                .forEach(row -> page.put(
                        row.group(1),
                        Arrays.stream(row.group(2).split(", "))
                                .map(String::strip)
                                .filter(name -> !name.isEmpty())
                                .collect(Collectors.toSet())));
        assertEquals(Set.of("any"), page.remove("operations"));
        assertEquals(new TreeMap<>(IMPORTS), page);
    }

    /** A key that is read in any other way would be in no table. */
    @ArchTest
    void keysAreReadAsSettings(JavaClasses all) {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ConfigProperty.class)
                .check(all);
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "configuration")
                .should()
                .callMethodWhere(target(owner(assignableTo(Config.class))))
                .check(all);
    }

    @ArchTest
    void kwikStaysInQuic(JavaClasses all) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "quic..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tech.kwik..")
                .check(all);
    }

    @ArchTest
    void partsOfTheTransportImportOnlyWhatTheyBuildOn(JavaClasses all) {
        partsImportOnly(
                all,
                "quic",
                Set.of("metrics", "configuration", "limits", "threads", "concurrent", "pki", "trust"),
                Map.of(
                        "tls", Set.of(),
                        "turns", Set.of(),
                        "admission", Set.of("tls"),
                        "streams", Set.of("turns", "tls"),
                        "server", Set.of("admission", "turns", "streams", "tls")));
    }

    /** @param outside components that each part may import besides */
    private static void partsImportOnly(
            JavaClasses all, String component, Set<String> outside, Map<String, Set<String>> imports) {
        imports.forEach((part, others) -> {
            String[] allowed = Stream.of(
                            Stream.of(component, component + "." + part),
                            others.stream().map(other -> component + "." + other),
                            outside.stream().map(other -> other + ".."))
                    .flatMap(Function.identity())
                    .map(name -> ROOT + name)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + component + "." + part)
                    .should()
                    .dependOnClassesThat(resideInAPackage(EVERYTHING).and(not(resideInAnyPackage(allowed))))
                    .check(all);
        });
    }

    @ArchTest
    void hazelcastStaysInCluster(JavaClasses all) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.hazelcast..")
                .check(all);
    }

    /** It is Payara's, and on no other server. */
    @ArchTest
    void grizzlyStaysInGuard(JavaClasses all) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "guard..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.glassfish..")
                .check(all);
    }

    @ArchTest
    void onlyOmikronsUseWebSocketsAndNotThoseOfTheContainer(JavaClasses all) {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "omikron..", ROOT + "websocket..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "websocket..")
                .check(all);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jakarta.websocket..")
                .check(all);
    }

    /** Jersey takes others too, RESTEasy does not. */
    @ArchTest
    void resourcesHaveAPublicConstructor(JavaClasses all) {
        List<String> without = all.stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .filter(type -> type.getConstructors().stream()
                        .noneMatch(made -> made.getModifiers().contains(JavaModifier.PUBLIC)))
                .map(JavaClass::getName)
                .toList();
        assertEquals(List.of(), without);
    }

    /** One place decides whose call is allowed, by what each call says it needs; and what only operators may call is recorded by its path. */
    @ArchTest
    void everyCallSaysWhoMayMakeItAndOperatorsHaveAPathOfTheirOwn(JavaClasses all) {
        List<String> wrong = CallsOfTheApi.of(all).stream()
                .filter(call -> call.need().isEmpty()
                        || call.isForOperatorsOnly() != call.path().startsWith("/api/operations/"))
                .map(call ->
                        call + " needs " + call.need().map(Need::name).orElse("nobody knows what: @Needs is missing"))
                .toList();
        assertEquals(List.of(), wrong);
        for (Class<?> filter : List.of(AuditFilter.class, RoleFilter.class)) {
            assertTrue(filter.isAnnotationPresent(Provider.class));
            assertTrue(
                    Arrays.stream(filter.getAnnotations())
                            .noneMatch(bound -> bound.annotationType().isAnnotationPresent(NameBinding.class)),
                    "it filters all calls");
        }
    }

    @ArchTest
    void theTableOfRolesHasEachCallAndWhatItNeeds(JavaClasses all) throws IOException {
        List<String> calls = CallsOfTheApi.of(all).stream()
                .map(call ->
                        "| `" + call + "` | " + call.need().map(Need::words).orElse("") + " |")
                .sorted()
                .toList();
        List<String> page = new SitePage("operators.md")
                .text()
                .lines()
                .filter(line -> line.matches("\\| `[A-Z]+ /.*` \\| .* \\|"))
                .sorted()
                .toList();
        assertEquals(calls, page);
    }

    @ArchTest
    void onlyStatelessBeansHoldAnEntityManager(JavaClasses all) {
        noFields()
                .that()
                .haveRawType(EntityManager.class)
                .should()
                .beDeclaredInClassesThat()
                .areNotAnnotatedWith(Stateless.class)
                .allowEmptyShould(true)
                .check(all);
    }

    @ArchTest
    void threadsComeFromTheContainerOrFromTheTransport(JavaClasses all) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "quic..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Executors.class)
                .orShould()
                .callConstructor(Thread.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class)
                .orShould()
                .callConstructor(Thread.class, Runnable.class, String.class)
                .check(all);
    }

    /** Two threads carry every heartbeat; whoever could make them wait is not let near. */
    @ArchTest
    void onlyWhatIsBriefRunsOnTheThreadsOfTheHeartbeats(JavaClasses all) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "threads")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ManagedScheduledExecutorService.class)
                .check(all);
        Set<String> brief = all.stream()
                .filter(type -> type.getMethodCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(Timers.class)
                                && Set.of("beat", "once").contains(call.getName())))
                .filter(type -> !type.isEquivalentTo(Timers.class))
                .map(type -> type.getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(
                Set.of(
                        "BoundedBackground", // hands on what is due, and ends what has waited for too long
                        "ListenerWatch", // ends connections of HTTPS whose time is over
                        "Cluster", // queues what other nodes are to hear
                        "MemoryWatch", // reads counters of the virtual machine
                        "OmikronLinks", // pings, and ends silent links
                        "SessionPinger", // pings, and ends silent sessions
                        "Waits"), // notes whose time is over, and hands on their answers
                brief);
    }

    @ArchTest
    void namesSayWhoseJobItIs(JavaClasses all) {
        for (String vague : List.of("Impl", "Manager", "Util", "Utils", "Helper", "Service")) {
            classes()
                    .that()
                    .resideInAPackage(EVERYTHING)
                    .should()
                    .haveSimpleNameNotEndingWith(vague)
                    .check(all);
        }
    }

    /** Leaves out tests, and what they share with other modules. */
    static final class OfTheServer implements ImportOption {
        private static final Location SERVER = Location.of(
                StartReport.class.getProtectionDomain().getCodeSource().getLocation());

        @Override
        public boolean includes(Location location) {
            return location.asURI().toString().startsWith(SERVER.asURI().toString());
        }
    }

    private static DescribedPredicate<JavaClass> not(DescribedPredicate<JavaClass> predicate) {
        return DescribedPredicate.not(predicate);
    }
}
