package net.tensamin.omega.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Holds which part of the command line may import which; none can import the server. */
@AnalyzeClasses(packages = "net.tensamin.omega.cli", importOptions = CliArchitectureTest.OfTheProgram.class)
class CliArchitectureTest {
    private static final String ROOT = "net.tensamin.omega.";
    private static final String EVERYTHING = "net.tensamin.omega..";

    @ArchTest
    void partsOfTheCommandLineImportOnlyWhatTheyBuildOn(JavaClasses all) {
        Map<String, Set<String>> imports = Map.of(
                "https", Set.of(),
                "accounts", Set.of("https"),
                "device", Set.of("https"),
                "operator", Set.of("https"),
                "operators", Set.of("https"),
                "omikron", Set.of("https", "accounts"),
                "client", Set.of(),
                "tauri", Set.of("client", "https"));
        imports.forEach((part, others) -> {
            String[] allowed = Stream.concat(
                            Stream.of("", "." + part), others.stream().map(other -> "." + other))
                    .map(name -> ROOT + "cli" + name)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "cli." + part)
                    .should()
                    .dependOnClassesThat(resideInAPackage(EVERYTHING).and(not(resideInAnyPackage(allowed))))
                    .check(all);
        });
    }

    @ArchTest
    void theReferenceClientHasNoSocketThreadClockOrFile(JavaClasses all) {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "cli.client")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tech.kwik..", "picocli..", "java.net..", "java.io..", "java.nio..")
                .orShould()
                .dependOnClassesThat()
                .belongToAnyOf(Thread.class, System.class, Clock.class)
                .check(all);
    }

    @ArchTest
    void namesSayWhoseJobItIs(JavaClasses all) {
        for (String vague : List.of("Impl", "Manager", "Util", "Utils", "Helper", "Service")) {
            classes().should().haveSimpleNameNotEndingWith(vague).check(all);
        }
    }

    /** Leaves out tests. */
    static final class OfTheProgram implements ImportOption {
        private static final Location PROGRAM =
                Location.of(OmegaCli.class.getProtectionDomain().getCodeSource().getLocation());

        @Override
        public boolean includes(Location location) {
            return location.asURI().toString().startsWith(PROGRAM.asURI().toString());
        }
    }

    private static DescribedPredicate<JavaClass> not(DescribedPredicate<JavaClass> predicate) {
        return DescribedPredicate.not(predicate);
    }
}
