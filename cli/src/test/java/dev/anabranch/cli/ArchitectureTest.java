package dev.anabranch.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Holds the code against the table of ARCHITECTURE.md, and against the rules of the house that
/// names alone can tell.
class ArchitectureTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern ROW = Pattern.compile("^\\| `([\\w-]+)` \\|.*\\| ([^|]+) \\|$");
    private static final Pattern NAME = Pattern.compile("`([\\w-]+)`");
    private static final List<String> PURE_JAVA =
            List.of(
                    "java.lang..",
                    "java.util",
                    "java.util.function..",
                    "java.util.stream..",
                    "java.util.regex..",
                    "java.io",
                    "java.nio",
                    "java.nio.charset..",
                    "java.math..",
                    "java.time..",
                    "java.net",
                    "javax.xml..",
                    "org.w3c.dom..",
                    "org.xml.sax..",
                    "java.text..");
    private static final JavaClasses CODE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.anabranch");

    @Test
    void eachModuleUsesOnlyWhatItsRowNames() throws IOException {
        var arrows = documentedArrows();
        for (var module : arrows.keySet()) {
            for (var other : arrows.keySet()) {
                if (other.equals(module) || arrows.get(module).contains(other)) {
                    continue;
                }
                noClasses()
                        .that()
                        .resideInAPackage(packageOf(module) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(packageOf(other) + "..")
                        .allowEmptyShould(true)
                        .check(CODE);
            }
        }
    }

    @Test
    void theTableNamesEveryModuleOfTheBuild() throws IOException {
        var pom = Files.readString(ROOT.resolve("pom.xml"));
        var modules = new ArrayList<String>();
        var matcher = Pattern.compile("<module>([\\w-]+)</module>").matcher(pom);
        while (matcher.find()) {
            modules.add(matcher.group(1));
        }
        modules.remove("bom");
        assertThat(documentedArrows().keySet()).containsExactlyInAnyOrderElementsOf(modules);
    }

    @Test
    void mediaIsPure() {
        classes()
                .that()
                .resideInAPackage("dev.anabranch.media..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(pureAndOurs())
                .check(CODE);
    }

    @Test
    void packagesHaveNoCircles() {
        SlicesRuleDefinition.slices()
                .matching("dev.anabranch.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CODE);
    }

    /// In `media` and `packager` what is shared still lies beside what puts the parts together.
    @Test
    void packagesWithinAModuleHaveNoCircles() {
        SlicesRuleDefinition.slices()
                .matching("dev.anabranch.(**)")
                .should()
                .beFreeOfCycles()
                .check(
                        CODE.that(
                                resideOutsideOfPackages(
                                        "dev.anabranch.media..", "dev.anabranch.packager..")));
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(
                        "dev.anabranch.media.hls.SessionData") // EXT-X-SESSION-DATA
                .and()
                .doNotHaveFullyQualifiedName(
                        "dev.anabranch.media.dash.SegmentBase") // ISO/IEC 23009-1, 5.3.9.2
                .should()
                .haveNameMatching(".*(Impl|Manager|Utils?|Helper|Base|Data|Info)$")
                .check(CODE);
    }

    @Test
    void timeIsAnArgumentOutsideTheProgram() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.anabranch.cli..", "dev.anabranch.bench..")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .check(CODE);
    }

    private static String[] pureAndOurs() {
        var allowed = new ArrayList<>(PURE_JAVA);
        allowed.add("dev.anabranch.media..");
        allowed.add("org.jspecify.annotations..");
        return allowed.toArray(String[]::new);
    }

    private static String packageOf(String module) {
        return "dev.anabranch." + module.replace("-", "");
    }

    private static Map<String, List<String>> documentedArrows() throws IOException {
        var arrows = new LinkedHashMap<String, List<String>>();
        for (var line : Files.readAllLines(ROOT.resolve("ARCHITECTURE.md"))) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                arrows.put(row.group(1), names(row.group(2)));
            }
        }
        assertThat(arrows).isNotEmpty();
        return arrows;
    }

    private static List<String> names(String cell) {
        var names = new ArrayList<String>();
        var matcher = NAME.matcher(cell);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
