package im.kith.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;

/** The core is pure: no sockets, files or SQL, no clock or randomness of its own, and no package cycles. */
@AnalyzeClasses(packages = "im.kith.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule noInputOrOutput = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net..", "java.sql..", "java.nio.file..", "io.netty..", "javax.jmdns..", "org.h2..");

    @ArchTest
    static final ArchRule noClockOfItsOwn = noClasses()
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime");

    @ArchTest
    static final ArchRule noRandomnessOfItsOwn =
            noClasses().should().callConstructor(SecureRandom.class).orShould().callConstructor(java.util.Random.class);

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("im.kith.core.(*)..").should().beFreeOfCycles();
}
